import { Stack } from 'aws-cdk-lib/core'
import * as glue from 'aws-cdk-lib/aws-glue'
import type * as s3 from 'aws-cdk-lib/aws-s3'
import { Construct } from 'constructs'
import { viewName } from '../../spec/derived-names.js'
import { jsonEventSource, LINE, timeFolders } from '../../spec/event-sources.js'
import { claimTable, DeduplicatedView } from './deduplicated-view.js'
import { glueDatabase } from './glue-database.js'

export interface JsonEventTableProps {
  /** Glue database; made with the first construct of the stack that names it, and kept when the stack goes. */
  readonly database: string

  /** Name of the table; the view with each event once is called after it, with `_unique` behind. */
  readonly table: string

  readonly bucket: s3.IBucket

  /** Key prefix of the S3 JSON sink. */
  readonly prefix: string

  /** Topics of the sink, each a folder. */
  readonly topics: readonly string[]

  /** @default 'hour' */
  readonly partitionBy?: 'hour' | 'day' | 'month' | 'year'

  /**
   * `year=2026/month=01` (hive) or `2026/01` (plain).
   *
   * @default 'hive'
   */
  readonly partitionStyle?: 'hive' | 'plain'

  /**
   * Whether each line is an envelope around the record.
   *
   * @default false
   */
  readonly envelope?: boolean

  /**
   * Year of the oldest events. A query without a condition on the year looks into every folder since then.
   *
   * @default 2026
   */
  readonly firstYear?: number
}

/**
 * The lines of an S3 JSON sink for Athena. Partitions are worked out from the query (partition projection), so that nothing has
 * to list or register them; each line is one column, exactly as it is in the file. The view takes its fields apart.
 */
export class JsonEventTable extends Construct {
  readonly table: glue.CfnTable
  readonly view: DeduplicatedView

  constructor(scope: Construct, id: string, props: JsonEventTableProps) {
    super(scope, id)
    const { database, table, partitionBy = 'hour', envelope = false } = props
    claimTable(this, database, table)
    const folders = timeFolders(partitionBy)
    this.table = new glue.CfnTable(this, 'Table', {
      catalogId: Stack.of(this).account,
      databaseName: database,
      tableInput: {
        name: table,
        description: 'JSON lines of click events, as they are in the files',
        tableType: 'EXTERNAL_TABLE',
        parameters: { EXTERNAL: 'TRUE', classification: 'json', ...projection(props, folders) },
        partitionKeys: [
          { name: 'topic', type: 'string' },
          ...folders.map((name) => ({ name, type: name === 'year' ? 'string' : 'int' })),
        ],
        storageDescriptor: {
          columns: [{ name: LINE, type: 'string', comment: 'one record, as it was stored' }],
          location: props.bucket.s3UrlForObject(`${props.prefix}/`),
          inputFormat: 'org.apache.hadoop.mapred.TextInputFormat',
          outputFormat: 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat',
          serdeInfo: {
            serializationLibrary: 'org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe',
            // The whole line is the one column, whatever bytes are in it.
            parameters: { 'serialization.last.column.takes.rest': 'true' },
          },
        },
      },
    })
    this.table.addResourceDependency(glueDatabase(this, database))
    this.view = new DeduplicatedView(this, 'Unique', {
      source: jsonEventSource({ database, table, partitionBy, envelope }),
      viewName: viewName(table),
    })
  }
}

/** Which values each partition column has. Source: Athena user guide, "Supported types for partition projection". */
function projection(props: JsonEventTableProps, folders: readonly string[]): Record<string, string> {
  const { bucket, prefix, topics, partitionStyle = 'hive', firstYear = 2026 } = props
  const ranges: Readonly<Record<string, string>> = { month: '1,12', day: '1,31', hour: '0,23' }
  const path = folders.map((name) => (partitionStyle === 'hive' ? `${name}=\${${name}}` : `\${${name}}`)).join('/')
  return {
    'projection.enabled': 'true',
    'projection.topic.type': 'enum',
    'projection.topic.values': topics.join(','),
    'projection.year.type': 'date',
    'projection.year.format': 'yyyy',
    // Zones ahead of UTC have their new year first.
    'projection.year.range': `${firstYear},NOW+1DAYS`,
    'projection.year.interval': '1',
    'projection.year.interval.unit': 'YEARS',
    ...Object.fromEntries(
      folders
        .filter((name) => name !== 'year')
        .flatMap((name) => [
          [`projection.${name}.type`, 'integer'],
          [`projection.${name}.range`, ranges[name] ?? ''],
          [`projection.${name}.digits`, '2'],
        ]),
    ),
    'storage.location.template': bucket.s3UrlForObject(`${prefix}/\${topic}/${path}/`),
  }
}
