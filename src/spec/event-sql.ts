import { timeFolders, type EventSource } from './event-sources.js'
import type { S3JsonSinkSpec } from './schema.js'

/** Each event of a source once: of its copies, the first. Rows without an id are all kept. */
export function deduplicatedSql({ database, table, columns, sameEvent, order }: EventSource): string {
  const quoted = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(', ')
  const made = columns.map(({ name, sql }) => (sql === `"${name}"` ? sql : `${sql} AS "${name}"`))
  return [
    `SELECT ${quoted(columns.map(({ name }) => name))}`,
    'FROM (',
    `  SELECT *, row_number() OVER (PARTITION BY ${quoted(sameEvent)} ORDER BY ${quoted(order)}) AS "copy"`,
    '  FROM (',
    `    SELECT ${made.join(',\n      ')}`,
    `    FROM ${tableSql(database, table)}`,
    '  )',
    ')',
    'WHERE "copy" = 1 OR "event_id" IS NULL',
  ].join('\n')
}

/** A table's name in SQL. */
export function tableSql(database: string, table: string): string {
  return `"${database}"."${table}"`
}

/** The folders of a time span, as a condition that Athena understands before it lists anything. */
export function folderCondition(partitionBy: S3JsonSinkSpec['partitionBy'], since: Date, until: Date): string {
  const folders = timeFolders(partitionBy)
  const years = new Map<string, Map<number, number[]>>()
  for (let day = startOfDay(since); day <= until.getTime(); day += DAY_MS) {
    const date = new Date(day)
    const months = years.get(String(date.getUTCFullYear())) ?? new Map<number, number[]>()
    years.set(String(date.getUTCFullYear()), months)
    months.set(date.getUTCMonth() + 1, [...(months.get(date.getUTCMonth() + 1) ?? []), date.getUTCDate()])
  }
  const parts = [...years].flatMap(([year, months]) => {
    if (!folders.includes('month')) return [`"year" = '${year}'`]
    return [...months].map(([month, days]) => {
      const condition = `"year" = '${year}' AND "month" = ${month}`
      const isWhole = days.length === new Date(Date.UTC(Number(year), month, 0)).getUTCDate()
      return folders.includes('day') && !isWhole ? `${condition} AND "day" IN (${days.join(', ')})` : condition
    })
  })
  return parts.length === 1 ? (parts[0] ?? '') : `(${parts.map((part) => `(${part})`).join(' OR ')})`
}

const DAY_MS = 86_400_000

function startOfDay(date: Date): number {
  return Math.floor(date.getTime() / DAY_MS) * DAY_MS
}
