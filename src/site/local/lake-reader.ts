import { get, type IncomingMessage } from 'node:http'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { Worker } from 'node:worker_threads'
import { createGunzip } from 'node:zlib'
import { askGlue, lakeRefused } from './lake-client.js'

/** Reads what the sinks have stored, with programs that share nothing with them. */
export class LakeReader {
  constructor(private readonly endpoint: string) {}

  /** Objects of JSON lines below a prefix; what begins with `_` is the sink's own account. */
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

  /** The lines of these objects one after the other, unpacked. */
  async *lines(bucket: string, keys: readonly string[]): AsyncGenerator<string> {
    for (const key of keys) {
      const path = key.split('/').map(encodeURIComponent).join('/')
      // fetch would unpack what the object names as gzip, or not, by its headers.
      const [answer] = (await once(get(`${this.endpoint}/${bucket}/${path}`), 'response')) as [IncomingMessage]
      if (answer.statusCode !== 200) throw lakeRefused(`GET ${key}`, answer.statusCode ?? 0, '')
      const input = key.endsWith('.gz') ? answer.pipe(createGunzip()) : answer
      for await (const line of createInterface({ input, crlfDelay: Infinity })) if (line !== '') yield line
    }
  }

  /** Rows that the table's newest snapshot says it has; 0 before the first. */
  async icebergCount(database: string, table: string): Promise<number> {
    const { snapshots = [], 'current-snapshot-id': current } = await this.metadata(database, table)
    const newest = snapshots.find((one) => one['snapshot-id'] === current)
    return Number(newest?.summary['total-records'] ?? 0)
  }

  /** One column of every row. */
  async icebergColumn(database: string, table: string, column: string): Promise<string[]> {
    if ((await this.icebergCount(database, table)) === 0) return []
    const metadata = await this.metadata(database, table)
    const worker = new Worker(new URL('./iceberg-worker.js', import.meta.url), {
      workerData: { endpoint: this.endpoint, metadata, column },
    })
    const [values] = (await once(worker, 'message')) as [string[]]
    return values
  }

  private async metadata(database: string, table: string): Promise<TableMetadata> {
    const { Table } = (await askGlue(this.endpoint, 'GetTable', { DatabaseName: database, Name: table })) as {
      Table: { Parameters: Record<string, string> }
    }
    const { host, pathname } = new URL(Table.Parameters.metadata_location ?? '')
    return (await (await this.ask(`${host}${pathname}`)).json()) as TableMetadata
  }

  private async ask(path: string): Promise<Response> {
    const answer = await fetch(`${this.endpoint}/${path}`)
    if (!answer.ok) throw lakeRefused(`GET ${path}`, answer.status, '')
    return answer
  }
}

interface TableMetadata {
  readonly location: string
  readonly snapshots?: readonly { 'snapshot-id': number; summary: Readonly<Record<string, string>> }[]
  readonly 'current-snapshot-id'?: number
}

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' }

function plain(text: string): string {
  return text.replaceAll(/&(#\d+|\w+);/g, (whole, name: string) =>
    name.startsWith('#') ? String.fromCodePoint(Number(name.slice(1))) : (ENTITIES[name] ?? whole),
  )
}
