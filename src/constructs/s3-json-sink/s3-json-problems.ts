import type { Duration } from 'aws-cdk-lib/core'
import { isKnown, type MaybeProblem } from '../platform/check-props.js'
import type { S3JsonSinkProps } from './s3-json-sink-props.js'

const CHOICES = {
  compression: ['gzip', 'zstd', 'none'],
  partitionBy: ['hour', 'day', 'month', 'year'],
  partitionStyle: ['hive', 'plain'],
  storageClass: ['STANDARD', 'INTELLIGENT_TIERING', 'STANDARD_IA', 'ONEZONE_IA', 'GLACIER_IR'],
} as const

const ENVELOPE: readonly string[] = ['key', 'headers', 'topic', 'partition', 'offset', 'timestamp']

/** Least and most of each number. Source: the definition of the sink's settings, `connect/s3-json-sink`. */
const RANGES: Readonly<Record<string, readonly [least: number, most: number]>> = {
  'flush, in milliseconds,': [100, 86_400_000],
  rotateBytes: [1024, 5 * 1024 ** 3],
  rotateRecords: [0, Number.MAX_SAFE_INTEGER],
  compressionLevel: [1, 9],
}

/** What the sink would refuse when its configuration is validated. */
export function s3JsonProblems(props: S3JsonSinkProps, flush: Duration): MaybeProblem[] {
  const { rotateBytes, rotateRecords, compression, compressionLevel, partitionTime, partitionTimeZone, envelope } =
    props
  const numbers = { 'flush, in milliseconds,': flush.toMilliseconds(), rotateBytes, rotateRecords, compressionLevel }
  return [
    ...Object.entries(numbers).map(([name, value]) => rangeProblem(name, value)),
    ...Object.entries(CHOICES).map(([name, words]) => {
      const value = props[name as keyof typeof CHOICES]
      return (
        isKnown(value) &&
        !(words as readonly string[]).includes(value) && {
          code: 'ChoiceInvalid',
          message: `${name} is ${JSON.stringify(value)}`,
          hint: `take one of ${words.join(', ')}`,
        }
      )
    }),
    ...(envelope ?? []).map(
      (field) =>
        !ENVELOPE.includes(field) && {
          code: 'ChoiceInvalid',
          message: `envelope has ${JSON.stringify(field)}`,
          hint: `take any of ${ENVELOPE.join(', ')}`,
        },
    ),
    props.topics.includes('_claims') && {
      code: 'TopicNameTaken',
      message: 'topics has _claims, the folder of the notes by which the sink stores each event once',
      hint: 'give the topic another name by the transform RegexRouter',
    },
    compression === 'none' &&
      compressionLevel !== undefined && {
        code: 'CompressionLevelUseless',
        message: `compressionLevel is ${compressionLevel} and compression none`,
        hint: 'leave one of them out',
      },
    isKnown(partitionTime) &&
      !/^[^.\s]+(?:\.[^.\s]+)*$/.test(partitionTime) && {
        code: 'PartitionTimeInvalid',
        message: `partitionTime is ${JSON.stringify(partitionTime)}`,
        hint: 'write record, or a field path such as meta.ctime',
      },
    isKnown(partitionTimeZone) &&
      !isZone(partitionTimeZone) && {
        code: 'TimeZoneInvalid',
        message: `there is no time zone ${JSON.stringify(partitionTimeZone)}`,
        hint: 'write one such as UTC, Europe/Berlin or +08:00',
      },
  ]
}

function rangeProblem(name: string, value: number | undefined): MaybeProblem {
  const [least = 0, most = 0] = RANGES[name] ?? []
  if (!isKnown(value) || (Number.isInteger(value) && value >= least && value <= most)) return undefined
  return {
    code: 'NumberInvalid',
    message: `${name} is ${JSON.stringify(value)}`,
    hint: `give a whole number from ${least} to ${most}`,
  }
}

function isZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}
