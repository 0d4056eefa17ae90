/** Names of the files in a ZIP without its 64-bit extension, read from the directory at its end. */
export const zipNames = (zip: Buffer): string[] => {
  const end = zip.lastIndexOf('PK\u0005\u0006', undefined, 'latin1')
  const names: string[] = []
  let at = zip.readUInt32LE(end + 16)
  for (let left = zip.readUInt16LE(end + 10); left > 0; left--) {
    const [name, extra, comment] = [28, 30, 32].map((offset) => zip.readUInt16LE(at + offset)) as [
      number,
      number,
      number,
    ]
    names.push(zip.toString('utf8', at + 46, at + 46 + name))
    at += 46 + name + extra + comment
  }
  return names
}
