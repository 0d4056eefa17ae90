import { existsSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { ClickstreamError } from '../errors.js'
import type { Style } from '../report/style.js'
import type { Context } from './context.js'
import { pastTime } from './past-time.js'
import type { SinkQueries } from './query-sql.js'

export interface QueryOptions {
  readonly sink?: string
  readonly since: string
  readonly sqlOnly?: boolean
}

/** `clickstream query`: the Athena SQL for the events of each sink; prints it and runs nothing. */
export async function query(context: Context, source: string, options: QueryOptions): Promise<void> {
  const now = new Date()
  const since = startOf(options.since, now)
  const [{ loadSpec }, { sinkQueries }] = await Promise.all([import('../spec/index.js'), import('./query-sql.js')])
  const { spec } = loadSpec(specFile(resolve(context.cwd, source)))
  const all = sinkQueries(spec, since, now)
  const chosen = all.filter(({ sink }) => options.sink === undefined || sink === options.sink)
  if (chosen.length === 0) {
    throw new ClickstreamError(
      options.sink === undefined
        ? 'this spec has no sinks, so that there is nothing to query'
        : `there is no sink ${JSON.stringify(options.sink)}`,
      {
        code: 'UnknownSink',
        hint: all.length === 0 ? 'add one under sinks' : `write one of ${all.map(({ sink }) => sink).join(', ')}`,
        exitCode: 3,
      },
    )
  }
  context.reporter.document({ since: since.toISOString(), sinks: chosen }, (style) =>
    chosen.map((sink) => describe(sink, style, options.sqlOnly === true)).join('\n\n'),
  )
}

function describe({ sink, database, table, view, queries }: SinkQueries, style: Style, sqlOnly: boolean): string {
  const statements = queries.map(({ title, sql }) => (sqlOnly ? `${sql};` : `${style.dim(`-- ${title}`)}\n${sql};`))
  const heading = style.bold(`-- ${sink}: ${database}.${table}, each event once in ${database}.${view}`)
  return [...(sqlOnly ? [] : [heading]), ...statements].join('\n\n')
}

/** A folder means the project in it. */
function specFile(path: string): string {
  return existsSync(path) && statSync(path).isDirectory() ? join(path, 'clickstream.yaml') : path
}

function startOf(text: string, now: Date): Date {
  const at = pastTime(text, now)
  if (at === undefined) {
    throw new ClickstreamError(`--since is ${JSON.stringify(text)}`, {
      code: 'InvalidSince',
      hint: 'write how long ago, such as 30m, 24h or 7d, or a day that is past, such as 2026-11-01',
      exitCode: 2,
    })
  }
  return at
}
