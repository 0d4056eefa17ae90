import { Fn, Stack, Token } from 'aws-cdk-lib/core'
import * as glue from 'aws-cdk-lib/aws-glue'
import { Construct } from 'constructs'
import type { EventSource } from '../../spec/event-sources.js'
import { deduplicatedSql } from '../../spec/event-sql.js'
import { claimName } from '../platform/claims.js'
import { glueDatabase } from './glue-database.js'

export interface DeduplicatedViewProps {
  /** The table whose events it shows. */
  readonly source: EventSource

  /** Name of the view in the database of the table. */
  readonly viewName: string
}

/** A view for Athena with each event once: collectors deliver at least once, and copies have the same id. */
export class DeduplicatedView extends Construct {
  readonly view: glue.CfnTable

  constructor(scope: Construct, id: string, { source, viewName }: DeduplicatedViewProps) {
    super(scope, id)
    claimTable(this, source.database, viewName)
    this.view = new glue.CfnTable(this, 'Table', {
      catalogId: Stack.of(this).account,
      databaseName: source.database,
      tableInput: {
        name: viewName,
        description: `Each event of ${source.table} once`,
        tableType: 'VIRTUAL_VIEW',
        parameters: { presto_view: 'true', comment: 'Presto View' },
        storageDescriptor: {
          columns: source.columns.map(({ name, glueType }) => ({ name, type: glueType })),
          // Nothing is read by these, and readers of the catalog stumble over a view without them.
          serdeInfo: { name: '-', serializationLibrary: '-' },
        },
        viewOriginalText: this.prestoView(source),
        viewExpandedText: '/* Presto View */',
      },
    })
    this.view.addResourceDependency(glueDatabase(this, source.database))
  }

  /** How Athena and Trino keep a view in Glue: base64 of the query and of its columns' types. */
  private prestoView(source: EventSource): string {
    const text = Stack.of(this).toJsonString({
      originalSql: deduplicatedSql(source),
      catalog: 'awsdatacatalog',
      schema: source.database,
      columns: source.columns.map(({ name, athenaType }) => ({ name, type: athenaType })),
    })
    const json = Stack.of(this).resolve(text) as unknown
    const isKnown = typeof json === 'string'
    return `/* Presto View: ${isKnown ? Buffer.from(json).toString('base64') : Fn.base64(Token.asString(text))} */`
  }
}

/** Takes a table's name in the catalog for one construct of the stack. */
export function claimTable(owner: Construct, database: string, table: string): void {
  claimName(owner, {
    kind: 'table',
    name: `${database}.${table}`,
    code: 'DuplicateTable',
    hint: 'give each sink its own table, or name all topics in one sink',
  })
}
