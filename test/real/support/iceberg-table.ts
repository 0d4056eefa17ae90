import { randomUUID } from 'node:crypto'
import { App, Stack } from 'aws-cdk-lib/core'
import { icebergRead } from 'icebird'
import { EventTable, type EventTableProps } from '../../../src/constructs/iceberg-sink/event-table.js'
import type { S3Client } from './s3-client.js'

export type Row = Readonly<Record<string, unknown>>
type Metadata = NonNullable<Parameters<typeof icebergRead>[0]['metadata']>

/** What `AWS::Glue::Table` is given for an Iceberg table. */
interface TableInput {
  readonly location: string
  readonly schema: { readonly type: string; readonly fields: readonly { readonly id: number }[] }
  readonly partitionSpec: {
    readonly fields: readonly { name: string; sourceId: number; transform: string; fieldId: number }[]
  }
  readonly writeOrder: { readonly fields: readonly unknown[] }
  readonly properties: Readonly<Record<string, string>>
}

/** A table of the local Glue catalog, made as CloudFormation makes it from our template, which the local server cannot. */
export class IcebergTable {
  private constructor(
    private readonly server: S3Client,
    private readonly bucket: string,
    private readonly database: string,
    private readonly table: string,
  ) {}

  static async make(server: S3Client, bucket: string, props: Omit<EventTableProps, 'location'>): Promise<IcebergTable> {
    const { database, table } = props
    const prefix = `warehouse/${database}.db/${table}`
    const key = `${prefix}/metadata/00000-${randomUUID()}.metadata.json`
    const input = templateOf({ ...props, location: `s3://${bucket}/${prefix}` })
    await server.put(bucket, key, JSON.stringify(metadataOf(input)))
    const made = new IcebergTable(server, bucket, database, table)
    await made.glue('CreateDatabase', { DatabaseInput: { Name: database } }).catch((error: Error) => {
      // Another table has made it.
      if (!error.message.includes('AlreadyExistsException')) throw error
    })
    await made.glue('CreateTable', {
      DatabaseName: database,
      TableInput: {
        Name: table,
        TableType: 'EXTERNAL_TABLE',
        Parameters: { table_type: 'ICEBERG', metadata_location: `s3://${bucket}/${key}` },
      },
    })
    return made
  }

  /** A table that exists. */
  static open(server: S3Client, bucket: string, database: string, table: string): IcebergTable {
    return new IcebergTable(server, bucket, database, table)
  }

  /** Rows that are committed, by the table's own account. */
  async count(): Promise<number> {
    const metadata = await this.metadata()
    const current = metadata.snapshots?.find((one) => one['snapshot-id'] === metadata['current-snapshot-id'])
    return Number(current?.summary['total-records'] ?? 0)
  }

  /** Every row, read by a program that shares nothing with the sink. */
  async rows(): Promise<Row[]> {
    const metadata = await this.metadata()
    const { fetch } = globalThis
    // The reader knows the public address of S3 only.
    globalThis.fetch = (input, init) => {
      const url = new URL(input instanceof Request ? input.url : input)
      return fetch(`${this.server.endpoint}/${this.bucket}${url.pathname}`, init)
    }
    try {
      return await icebergRead({ tableUrl: metadata.location, metadata })
    } finally {
      globalThis.fetch = fetch
    }
  }

  private async metadata(): Promise<Metadata> {
    const { Table } = await this.glue('GetTable', { DatabaseName: this.database, Name: this.table })
    const location = new URL(String(Table?.Parameters['metadata_location']))
    const { bytes } = await this.server.get(this.bucket, location.pathname.slice(1))
    return JSON.parse(bytes.toString()) as Metadata
  }

  private async glue(action: string, body: object): Promise<{ Table?: { Parameters: Record<string, string> } }> {
    const scope = 'AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/glue/aws4_request'
    const answer = await fetch(this.server.endpoint, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': `AWSGlue.${action}`,
        authorization: `${scope}, SignedHeaders=host, Signature=none`,
      },
      body: JSON.stringify(body),
    })
    if (!answer.ok) throw new Error(`${action}: ${answer.status} ${await answer.text()}`)
    return JSON.parse((await answer.text()) || '{}') as { Table?: { Parameters: Record<string, string> } }
  }
}

const templateOf = (props: EventTableProps): TableInput => {
  const stack = new Stack(new App(), 'Stack')
  const { table } = new EventTable(stack, 'Events', props)
  const { icebergInput } = stack.resolve(table.openTableFormatInput) as {
    icebergInput: { icebergTableInput: TableInput }
  }
  return icebergInput.icebergTableInput
}

const metadataOf = ({ location, schema, partitionSpec, properties }: TableInput): object => ({
  'format-version': 2,
  'table-uuid': randomUUID(),
  location,
  'last-sequence-number': 0,
  'last-updated-ms': Date.now(),
  'last-column-id': Math.max(...schema.fields.map(({ id }) => id)),
  'current-schema-id': 0,
  schemas: [{ ...schema, 'schema-id': 0 }],
  'default-spec-id': 0,
  'partition-specs': [
    {
      'spec-id': 0,
      fields: partitionSpec.fields.map(({ name, sourceId, transform, fieldId }) => ({
        name,
        transform,
        'source-id': sourceId,
        'field-id': fieldId,
      })),
    },
  ],
  'last-partition-id': Math.max(...partitionSpec.fields.map(({ fieldId }) => fieldId)),
  'default-sort-order-id': 0,
  'sort-orders': [{ 'order-id': 0, fields: [] }],
  properties,
})
