import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { randomUUID } from 'node:crypto'
import { ClickstreamError } from '../../errors.js'
import type { DescribedTable } from '../assembly/describe.js'
import { icebergMetadata } from './iceberg-metadata.js'
import type { Supervisor } from './supervisor.js'

/** What clients of the local server give as their account. */
export const LOCAL_CREDENTIALS = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' } as const

/** S3 and Glue on this machine (ministack): buckets, and the tables that CloudFormation would make. */
export class LakeServer {
  private constructor(readonly endpoint: string) {}

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
    await supervisor.answers('s3', async () => (await fetch(`${server.endpoint}/_ministack/health`)).ok, 60_000)
    return server
  }

  async makeBucket(name: string): Promise<void> {
    await this.put(name)
  }

  /** Makes an Iceberg table as CloudFormation makes it from our template: its first metadata file, then its entry in Glue. */
  async makeTable({ database, table, input }: DescribedTable): Promise<void> {
    const { host: bucket, pathname } = new URL(input.Location)
    const key = `${pathname.slice(1)}/metadata/00000-${randomUUID()}.metadata.json`
    await this.put(`${bucket}/${key}`, JSON.stringify(icebergMetadata(input)))
    await this.glue('CreateDatabase', { DatabaseInput: { Name: database } }, 'AlreadyExistsException')
    await this.glue('CreateTable', {
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
    if (!answer.ok) throw refused(`PUT ${path}`, answer.status, await answer.text())
  }

  private async glue(action: string, body: object, allowed?: string): Promise<void> {
    // It reads the service from the signature's scope and checks no signature.
    const scope = 'AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/glue/aws4_request'
    const answer = await fetch(this.endpoint, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': `AWSGlue.${action}`,
        authorization: `${scope}, SignedHeaders=host, Signature=none`,
      },
      body: JSON.stringify(body),
    })
    const text = await answer.text()
    if (!answer.ok && (allowed === undefined || !text.includes(allowed))) throw refused(action, answer.status, text)
  }
}

function refused(what: string, status: number, text: string): ClickstreamError {
  return new ClickstreamError(`the local S3 server refused ${what} with ${status}`, {
    code: 'LakeServerRefused',
    hint: text.slice(0, 500),
    source: 'tool',
  })
}
