import { Annotations, type Duration } from 'aws-cdk-lib/core'
import type { Construct } from 'constructs'
import { isKnown, type MaybeProblem } from '../platform/check-props.js'
import type { IcebergSinkProps } from './iceberg-sink-props.js'

/** Seconds between commits from which on nobody has to be warned, and below which the sink's own time-outs are longer. */
const CALM_SECONDS = 300
const LEAST_SECONDS = 10

/** Settings that make rows replace others. */
const UPSERT = /^iceberg\.tables?\.(?:upsert-mode-enabled|cdc-field|default-id-columns|.+\.id-columns)$/

/** Regions whose CloudFormation knows `AWS::Glue::TableOptimizer`. Source: the schemas in aws-cdk-lib 2.276, asked region by region. */
const OPTIMIZER_REGIONS = new Set([
  'ap-northeast-1',
  'ap-northeast-2',
  'ap-south-1',
  'ap-southeast-1',
  'ap-southeast-2',
  'ap-southeast-3',
  'ca-central-1',
  'eu-central-1',
  'eu-north-1',
  'eu-west-1',
  'eu-west-2',
  'me-south-1',
  'sa-east-1',
  'us-east-1',
  'us-east-2',
  'us-west-2',
])

/** Whether Glue's optimizers can be deployed, as far as that is known. */
export function hasOptimizers(region: string): boolean {
  return !isKnown(region) || OPTIMIZER_REGIONS.has(region)
}

/** What an Iceberg sink does not do, each with the reason. */
export function icebergProblems(props: IcebergSinkProps, commitInterval: Duration, region: string): MaybeProblem[] {
  const seconds = commitInterval.toSeconds({ integral: false })
  const upsertSettings = Object.keys(props.extraConfiguration ?? {}).filter((key) => UPSERT.test(key))
  return [
    (props.upserts === true || upsertSettings.length > 0) && {
      code: 'UpsertsRefused',
      message: `${props.upserts === true ? 'upserts is true' : upsertSettings.join(', ')}, and events are only added`,
      hint: `leave it out: rows that replace others write equality deletes, which every query has to apply; the view ${props.table}_unique has each event once`,
    },
    props.schemaEvolution === true && {
      code: 'SchemaEvolutionRefused',
      message: 'schemaEvolution is true, and the sink would take types from the first event that has a field',
      hint: 'leave it out: 19.99 after 19 would be stored as 19, and a list after a number stops the task; name typed columns in columns, and find the rest in data',
    },
    props.maintenance !== undefined &&
      props.maintenance !== false &&
      !hasOptimizers(region) && {
        code: 'MaintenanceUnavailable',
        message: `maintenance is asked for, and CloudFormation has no AWS::Glue::TableOptimizer in ${region}`,
        hint: 'leave it out, and run OPTIMIZE and VACUUM of Athena on the table',
      },
    isKnown(seconds) &&
      seconds < LEAST_SECONDS && {
        code: 'CommitIntervalTooShort',
        message: `commitInterval is ${seconds} s`,
        hint: `give ${LEAST_SECONDS} s or more, ${CALM_SECONDS} s unless somebody waits for the events`,
      },
  ]
}

/** Says what a short interval costs. */
export function warnOfManyCommits(sink: Construct, commitInterval: Duration, tasks: number): void {
  const seconds = commitInterval.toSeconds({ integral: false })
  if (!isKnown(seconds) || !isKnown(tasks) || seconds >= CALM_SECONDS || seconds < LEAST_SECONDS) return
  const commits = Math.round(86_400 / seconds)
  Annotations.of(sink).addWarningV2(
    'clickstream:ManyCommits',
    `a commit every ${seconds} s makes ${commits} commits and at least ${commits * tasks} data files a day, which queries read until they are compacted; ${CALM_SECONDS} s makes ${86_400 / CALM_SECONDS} commits`,
  )
}
