import { get, type IncomingMessage } from 'node:http'
import { once } from 'node:events'
import { pipeline } from 'node:stream'
import { StringDecoder } from 'node:string_decoder'
import { Worker } from 'node:worker_threads'
import { createGunzip } from 'node:zlib'
import type { IcebergSlice, IcebergSnapshot, Lake } from '../site.js'
import type { IcebergRequest } from './iceberg-worker.js'
import { askGlue, lakeRefused } from './lake-client.js'
import { lakeUnreadable, patiently } from './lake-patience.js'

/** Bytes that are unpacked at a time: with the default of 16 KiB a stream's turns cost more than the work. */
const UNPACKED_BYTES = 256 * 1024

/** Reads what the sinks have stored, with programs that share nothing with them. */
export class LakeReader implements Lake {
  constructor(private readonly endpoint: string) {}

  async objects(bucket: string, prefix: string): Promise<string[]> {
    const keys: string[] = []
    for (let token: string | undefined; ;) {
      const query = new URLSearchParams({ 'list-type': '2', prefix, ...(token && { 'continuation-token': token }) })
      const text = await (await this.ask(`${bucket}?${query}`)).text()
      for (const [, key = ''] of text.matchAll(/<Key>([^<]*)<\/Key>/g)) keys.push(plain(key))
      token = /<NextContinuationToken>([^<]*)</.exec(text)?.[1]
      if (token === undefined) return keys.filter((key) => !key.slice(prefix.length).startsWith('_'))
    }
  }

  async *lines(bucket: string, keys: readonly string[]): AsyncGenerator<string> {
    for (const key of keys) {
      const path = key.split('/').map(encodeURIComponent).join('/')
      const what = `s3://${bucket}/${key}`
      const url = `${this.endpoint}/${bucket}/${path}`
      const { status, body } = await patiently(what, () => open(url))
      if (status !== 200) throw lakeRefused(`GET ${what}`, status, '')
      // A pipeline, because with a pipe alone a connection that breaks would never end the lines.
      const input = key.endsWith('.gz')
        ? pipeline(body, createGunzip({ chunkSize: UNPACKED_BYTES }), () => undefined)
        : body
      try {
        const decoder = new StringDecoder('utf8')
        let rest = ''
        // Here and not in a function of its own: each generator on the way costs every line a turn of the event loop.
        for await (const chunk of input as AsyncIterable<Buffer>) {
          const lines = decoder.write(chunk).split('\n')
          lines[0] = rest + (lines[0] ?? '')
          rest = lines.pop() ?? ''
          for (const line of lines) if (line !== '') yield line
        }
        if (rest !== '') yield rest
      } catch (error) {
        throw lakeUnreadable(what, error)
      }
    }
  }

  async icebergCount(database: string, table: string): Promise<number> {
    const { snapshots = [], 'current-snapshot-id': current } = await this.metadata(database, table)
    return records(snapshots.find((one) => one['snapshot-id'] === current))
  }

  async icebergSnapshots(database: string, table: string): Promise<IcebergSnapshot[]> {
    const { snapshots = [] } = await this.metadata(database, table)
    return snapshots.map((one) => ({ id: String(one['snapshot-id']), records: records(one) }))
  }

  async icebergColumn(database: string, table: string, column: string): Promise<string[]> {
    const values: string[] = []
    for await (const { columns } of this.icebergRows(database, table, [column])) values.push(...(columns[0] ?? []))
    return values
  }

  async *icebergRows(
    database: string,
    table: string,
    columns: readonly string[],
    known: readonly string[] = [],
  ): AsyncGenerator<IcebergSlice> {
    const metadata = await this.metadata(database, table)
    if ((metadata.snapshots ?? []).length === 0) return
    const request = { endpoint: this.endpoint, metadata, columns, known }
    const worker = new Worker(new URL('./iceberg-worker.js', import.meta.url), {
      workerData: request satisfies Omit<IcebergRequest, 'metadata'>,
    })
    try {
      for (;;) {
        const [slice] = (await once(worker, 'message')) as [IcebergSlice | undefined]
        if (slice === undefined) return
        yield slice
        worker.postMessage('next')
      }
    } catch (error) {
      throw lakeUnreadable(`the table ${database}.${table}`, error)
    } finally {
      await worker.terminate()
    }
  }

  private async metadata(database: string, table: string): Promise<TableMetadata> {
    const { Table } = (await askGlue(this.endpoint, 'GetTable', { DatabaseName: database, Name: table })) as {
      Table: { Parameters: Record<string, string> }
    }
    const { host, pathname } = new URL(Table.Parameters.metadata_location ?? '')
    return (await (await this.ask(`${host}${pathname}`)).json()) as TableMetadata
  }

  private async ask(path: string): Promise<Response> {
    const answer = await patiently(`s3://${path}`, () => fetch(`${this.endpoint}/${path}`))
    if (!answer.ok) throw lakeRefused(`GET ${path}`, answer.status, '')
    return answer
  }
}

/** An object's bytes as they are stored: fetch would unpack what is named as gzip, or not, by its headers. */
async function open(url: string): Promise<{ status: number; body: IncomingMessage }> {
  const [body] = (await once(get(url), 'response')) as [IncomingMessage]
  const status = body.statusCode ?? 0
  if (status !== 200) body.resume()
  return { status, body }
}

interface Snapshot {
  readonly 'snapshot-id': number
  readonly summary: Readonly<Record<string, string>>
}

function records(snapshot: Snapshot | undefined): number {
  return Number(snapshot?.summary['total-records'] ?? 0)
}

interface TableMetadata {
  readonly location: string
  readonly snapshots?: readonly Snapshot[]
  readonly 'current-snapshot-id'?: number
}

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' }

function plain(text: string): string {
  return text.replaceAll(/&(#\d+|\w+);/g, (whole, name: string) =>
    name.startsWith('#') ? String.fromCodePoint(Number(name.slice(1))) : (ENTITIES[name] ?? whole),
  )
}
