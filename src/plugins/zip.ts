import { open } from 'node:fs/promises'
import { crc32 } from 'node:zlib'

/** One file of an archive. */
export interface ZipEntry {
  /** Path inside the archive: ASCII, slashes. */
  readonly name: string
  readonly read: () => Promise<Buffer>
}

/** A ZIP without its 64-bit extension holds fewer bytes than this. */
const LIMIT = 0xffffffff

/** 1 January 1980, the first day that the format knows: no clock has a say in the bytes. */
const DATE = 0x0021

/**
 * Writes a ZIP whose bytes depend on names and contents of its entries alone: in the given order, one fixed time, no extra
 * fields, and stored, not deflated, because jars are compressed already and zlib's output differs between its versions.
 */
export async function writeZip(file: string, entries: readonly ZipEntry[]): Promise<void> {
  const output = await open(file, 'w')
  try {
    const directory: Buffer[] = []
    let offset = 0
    for (const { name, read } of entries) {
      const content = await read()
      const common = commonFields(content)
      const path = Buffer.from(name, 'ascii')
      directory.push(directoryHeader(common, path, offset), path)
      const header = Buffer.concat([localHeader(common, path), path])
      await output.writeFile(header)
      await output.writeFile(content)
      offset += header.length + content.length
      if (offset > LIMIT) throw new RangeError(`the archive would have more than ${LIMIT} bytes`)
    }
    const index = Buffer.concat(directory)
    await output.writeFile(index)
    await output.writeFile(endOfDirectory(entries.length, index.length, offset))
    await output.sync()
  } finally {
    await output.close()
  }
}

/** What both headers of an entry say: version 1.0 to unpack, no flags, stored, time, checksum, sizes. */
function commonFields(content: Buffer): Buffer {
  const fields = Buffer.alloc(22)
  fields.writeUInt16LE(10, 0)
  fields.writeUInt16LE(0, 6)
  fields.writeUInt16LE(DATE, 8)
  fields.writeUInt32LE(crc32(content), 10)
  fields.writeUInt32LE(content.length, 14)
  fields.writeUInt32LE(content.length, 18)
  return fields
}

function localHeader(common: Buffer, path: Buffer): Buffer {
  const header = Buffer.alloc(30)
  header.writeUInt32LE(0x04034b50, 0)
  common.copy(header, 4)
  header.writeUInt16LE(path.length, 26)
  return header
}

function directoryHeader(common: Buffer, path: Buffer, offset: number): Buffer {
  const header = Buffer.alloc(46)
  header.writeUInt32LE(0x02014b50, 0)
  // Made on Unix, so that the permissions below (rw-r--r--) count.
  header.writeUInt16LE((3 << 8) | 10, 4)
  common.copy(header, 6)
  header.writeUInt16LE(path.length, 28)
  header.writeUInt32LE(0o100644 * 0x10000, 38)
  header.writeUInt32LE(offset, 42)
  return header
}

function endOfDirectory(entries: number, size: number, offset: number): Buffer {
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(entries, 8)
  end.writeUInt16LE(entries, 10)
  end.writeUInt32LE(size, 12)
  end.writeUInt32LE(offset, 16)
  return end
}
