import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { randomUUID } from 'node:crypto'
import type { DescribedTable } from '../assembly/describe.js'
import { answers } from './answers.js'
import { icebergMetadata } from './iceberg-metadata.js'
import { askGlue, lakeRefused } from './lake-client.js'
import type { Supervisor } from './supervisor.js'

/** What clients of the local server give as their account. */
export const LOCAL_CREDENTIALS = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' } as const

/** S3 and Glue on this machine (ministack): buckets, and the tables that CloudFormation would make. */
export class LakeServer {
  /** `endpoint`: of a server that runs. */
  constructor(readonly endpoint: string) {}

  /** Starts the server with nothing in it, and waits until it answers. */
  static async start(
    supervisor: Supervisor,
    { program, port, env }: { readonly program: string; readonly port: number; readonly env: NodeJS.ProcessEnv },
  ): Promise<LakeServer> {
    const folder = join(supervisor.folder, 'lake')
    await mkdir(folder, { recursive: true })
    supervisor.start('s3', program, [], {
      cwd: folder,
      // By itself it binds to every interface, and opens a second port.
      env: { ...env, HOME: folder, BIND_HOST: '127.0.0.1', GATEWAY_PORT: String(port), IOT_MTLS_ENABLED: '0' },
    })
    const server = new LakeServer(`http://127.0.0.1:${port}`)
    await supervisor.answers('s3', () => answersLake(server.endpoint), 60_000)
    return server
  }

  async makeBucket(name: string): Promise<void> {
    await this.put(name)
  }

  async hasBucket(name: string): Promise<boolean> {
    return (await fetch(`${this.endpoint}/${name}`, { method: 'HEAD' })).ok
  }

  /** Where a table's newest metadata are; undefined where there is no such table. */
  async tableLocation({ database, table }: DescribedTable): Promise<string | undefined> {
    const answer = (await askGlue(
      this.endpoint,
      'GetTable',
      { DatabaseName: database, Name: table },
      'EntityNotFoundException',
    )) as { Table?: { Parameters: Record<string, string> } }
    return answer.Table?.Parameters.metadata_location
  }

  /** Makes an Iceberg table as CloudFormation makes it from our template: its first metadata file, then its entry in Glue. */
  async makeTable({ database, table, input }: DescribedTable): Promise<void> {
    const { host: bucket, pathname } = new URL(input.Location)
    const key = `${pathname.slice(1)}/metadata/00000-${randomUUID()}.metadata.json`
    await this.put(`${bucket}/${key}`, JSON.stringify(icebergMetadata(input)))
    await askGlue(this.endpoint, 'CreateDatabase', { DatabaseInput: { Name: database } }, 'AlreadyExistsException')
    await askGlue(this.endpoint, 'CreateTable', {
      DatabaseName: database,
      TableInput: {
        Name: table,
        TableType: 'EXTERNAL_TABLE',
        Parameters: { table_type: 'ICEBERG', metadata_location: `s3://${bucket}/${key}` },
      },
    })
  }

  private async put(path: string, body?: string): Promise<void> {
    const answer = await fetch(`${this.endpoint}/${path}`, { method: 'PUT', ...(body !== undefined && { body }) })
    if (!answer.ok) throw lakeRefused(`PUT ${path}`, answer.status, await answer.text())
  }
}

/** Whether the server answers. */
export function answersLake(endpoint: string): Promise<boolean> {
  return answers(`${endpoint}/_ministack/health`)
}
