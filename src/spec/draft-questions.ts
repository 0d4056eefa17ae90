import type { Problem } from '../errors.js'
import { choicesOf, expectationOf, leafSchemasAt } from './leaf-schema.js'
import type { Question } from './question.js'
import { REGIONS } from './regions.js'
import { didYouMean, shown } from './shown.js'

/** The field of the spec that a question about an intent is really about. */
const INTENT_FIELDS: Readonly<Record<string, string>> = {
  'intent.bucket': 'sinks.0.bucket',
  'intent.average.count': 'collector.load.peakEventsPerSecond',
  'intent.average.seconds': 'collector.load.peakEventsPerSecond',
  'intent.peakFactor': 'collector.load.peakEventsPerSecond',
}

/** The path under which a question is kept. */
export function questionPath(path: string): string {
  return INTENT_FIELDS[path] ?? path
}

const MISSING: Readonly<Record<string, Omit<Question, 'path'>>> = {
  region: {
    text: 'In which AWS region does your MSK cluster run? A code or a place will do, for example us-east-1 or Frankfurt. (In clickstream.yaml: region: us-east-1)',
  },
  'kafka.cluster': {
    text: 'Which MSK cluster should take the events? Its name or its ARN, please. (In clickstream.yaml: kafka: { cluster: orders-prod })',
  },
  'sinks.0.bucket': {
    text: 'Which S3 bucket should the events go to? One bucket is enough; the backup uses it too. (In clickstream.yaml: sinks: [{ type: s3-json, bucket: my-data-bucket }])',
  },
  'backup.bucket': {
    text: 'Which S3 bucket may hold the backup of events that Kafka did not take? (In clickstream.yaml: backup: { bucket: my-data-bucket })',
  },
}

/** The question for a value that is missing. */
export function questionForMissing(problem: Problem): Question {
  const path = problem.path ?? 'other'
  const known = MISSING[path]
  if (known !== undefined) return { path, ...known }
  const schema = leafSchemasAt(path)[0]
  const choices = schema === undefined ? undefined : choicesOf(schema)
  const text = `What should ${path} be? ${schema === undefined ? '' : expectationOf(schema)}`.trim()
  return { path, text, ...(choices !== undefined && { choices }) }
}

/** The question for a value that the spec cannot hold: what is wrong, what would fit, and the nearest choice. */
export function questionForInvalid(path: string, value: unknown): Question {
  const target = questionPath(path)
  const schemas = leafSchemasAt(target)
  const choices =
    target === 'region' ? nearRegions(value) : [...new Set(schemas.flatMap((schema) => choicesOf(schema) ?? []))]
  const what =
    schemas[0] === undefined
      ? ''
      : ` It takes: ${target === 'region' ? 'an AWS region code such as us-east-1' : expectationOf(schemas[0])}.`
  const text = `${shown(value)} does not fit ${target}.${what} What should it be?`
  return { path: target, text, ...(choices.length > 0 && { choices }) }
}

/** The question for a refusal across fields: what does not go together, and the way out; `refused` is no choice. */
export function questionForRefusal(problem: Problem, refused?: unknown): Question {
  const path = problem.path ?? 'other'
  const choices = leafSchemasAt(path)
    .flatMap((schema) => choicesOf(schema) ?? [])
    .filter((choice) => choice !== String(refused))
  const text = [problem.message, problem.hint]
    .filter((part) => part !== undefined)
    .map(sentence)
    .join(' ')
  return { path, text, ...(choices.length > 0 && choices.length <= 8 && { choices: [...new Set(choices)] }) }
}

/** With a full stop, and a capital letter where the first word is no name. */
function sentence(text: string): string {
  const begun = /^[a-z]+(?=[\s,:]|$)/.test(text) ? text.charAt(0).toUpperCase() + text.slice(1) : text
  return /[.?!]$/.test(begun) ? begun : `${begun}.`
}

function nearRegions(value: unknown): string[] {
  const word = String(value).toLowerCase()
  const sameArea = REGIONS.map((region) => region.code).filter((code) => code.startsWith(word.replace(/-?\d*$/, '-')))
  const near = didYouMean(
    word,
    REGIONS.map((region) => region.code),
  )
  return [...new Set([...(near === undefined ? [] : [near]), ...sameArea])].slice(0, 6)
}
