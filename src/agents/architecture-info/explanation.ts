import type { Spec } from '../../spec/index.js'

export interface Explanation {
  readonly flow: string
  readonly parts: readonly { readonly part: string; readonly does: string }[]
}

/** The solution in words; without a spec, of both collectors. */
export function explanation(spec: Spec | undefined): Explanation {
  const solution = spec?.collector.solution
  const collector =
    solution === undefined
      ? 'NLB → nginx + Lua, or ALB → nginx + Vector'
      : solution === 'nginx-lua'
        ? 'NLB → nginx + Lua on Fargate'
        : 'ALB → nginx + Vector on Fargate'
  const answers =
    spec?.collector.durability === 'buffered' ? 'once they are in memory' : 'only after Kafka has acknowledged them'
  return {
    flow: `clients → ${collector} → Amazon MSK → MSK Connect → S3 (JSON files) and Apache Iceberg tables`,
    parts: [
      {
        part: 'collector',
        does: `takes events by HTTP on the paths that you allow, checks them, adds time, address and an id, and answers 200 ${answers}`,
      },
      {
        part: 'Kafka topics',
        does: 'keep events for days, so that a connector may fail over a weekend; a client names a topic only from an allow-list',
      },
      {
        part: 'S3 JSON connector',
        does: 'writes each event once into hourly folders, readable by Athena, Spark and DuckDB',
      },
      {
        part: 'Iceberg connector',
        does: 'commits rows with the exact text of each event into a table in your bucket and Glue',
      },
      { part: 'security', does: 'each part reaches only the next one; IAM rights name topics, groups and prefixes' },
      { part: 'operation', does: 'scaling on CPU, alarms, a dashboard, logs that hold no event contents' },
    ],
  }
}
