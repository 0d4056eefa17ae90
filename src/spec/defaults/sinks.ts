import { generalBucket, fillBuckets } from './bucket.js'
import { glueName } from '../derived-names.js'
import type { Known } from '../known.js'
import { closeUp, indexesBelow, type Fact } from '../paths.js'
import type { SinkSpec } from '../schema.js'
import { connectorCapacityFor, type ConnectorCapacity, type Load } from '../sizing.js'

type SinkType = SinkSpec['type']
const TYPES: readonly SinkType[] = ['s3-json', 'iceberg']
const FIELDS: Readonly<Record<SinkType, RegExp>> = {
  iceberg: /^(?:database|table|commitSeconds|schema)\b/,
  's3-json': /^flushSeconds$/,
}

/** The type of a sink that was said, or that a field which only one type has gives away; undefined where neither is known. */
export function sinkTypeSaid(
  facts: ReadonlyMap<string, Fact>,
  index: number,
): { type: SinkType; why: string } | undefined {
  const said = facts.get(`sinks.${index}.type`)?.value
  if (said === 's3-json' || said === 'iceberg') return { type: said, why: '' }
  const prefix = `sinks.${index}.`
  for (const path of facts.keys()) {
    if (!path.startsWith(prefix)) continue
    const type = TYPES.find((candidate) => FIELDS[candidate].test(path.slice(prefix.length)))
    if (type !== undefined) return { type, why: `only ${type} sinks have ${path.slice(prefix.length)}` }
  }
  return undefined
}

/** The type by place where nothing else tells: the first sink is s3-json and the second iceberg, unless that is declined. */
function sinkTypeByPlace(index: number, without: readonly SinkType[]): { type: SinkType; why: string } {
  const type = TYPES[index] ?? 's3-json'
  const other = type === 's3-json' ? 'iceberg' : 's3-json'
  if (without.includes(type) && !without.includes(other)) return { type: other, why: `${type} was declined` }
  return {
    type,
    why: index < TYPES.length ? 'the first sink is s3-json, the second iceberg' : 'a further sink is s3-json',
  }
}

/**
 * Puts the sinks in order: what was said stays at its index, an s3-json and an iceberg sink are added where neither a sink of that type is known
 * nor it was declined, and gaps are closed. Fills `type`, and `bucket` where a general one is known.
 */
export function layOutSinks(known: Known, exact: boolean): void {
  if (known.fact('sinks') !== undefined) return fillBuckets(known, ['backup.bucket'])
  const slots = new Map<number, SinkType>()
  for (const index of indexesBelow(known.facts, 'sinks')) {
    const { type, why } = sinkTypeSaid(known.facts, index) ?? sinkTypeByPlace(index, known.intent.without)
    known.derive(`sinks.${index}.type`, type, why)
    slots.set(index, type)
  }
  const missing = exact
    ? []
    : TYPES.filter((type) => ![...slots.values()].includes(type) && !known.intent.without.includes(type))
  const mayAdd = generalBucket(known) !== undefined || slots.size > 0
  if (mayAdd) for (const type of missing) addSlot(known, slots, type)
  closeUp(known.facts)
  if (slots.size === 0 && !exact && missing.length === 0) {
    known.derive('sinks', [], 'both kinds of sink were declined')
  }
  fillBuckets(
    known,
    indexesBelow(known.facts, 'sinks').map((index) => `sinks.${index}.bucket`),
  )
  if (slots.size === 0) fillBuckets(known, ['backup.bucket'])
}

function addSlot(known: Known, slots: Map<number, SinkType>, type: SinkType): void {
  const preferred = TYPES.indexOf(type)
  const highest = Math.max(-1, ...slots.keys())
  const free = !slots.has(preferred) && (preferred <= highest + 1 || slots.size === 0) ? preferred : highest + 1
  slots.set(free, type)
  const formula =
    type === 's3-json' ? 'one S3 JSON sink unless it is declined' : 'one Iceberg sink unless it is declined'
  known.byDefault(`sinks.${free}.type`, type, formula)
}

/** Everything else of the sinks, once topics and load are known; `shareOf` says which part of the load a topic carries. */
export function fillSinks(known: Known, load: Load, shareOf: (topic: string) => number): void {
  const names = indexesBelow(known.facts, 'topics').map(
    (index) => known.value<string>(`topics.${index}.name`) as string,
  )
  const mainTopic = known.value<string>('collector.routing.default') ?? names[0] ?? 'app_logs'
  for (const index of indexesBelow(known.facts, 'sinks')) {
    const at = `sinks.${index}`
    const type = known.value<string>(`${at}.type`)
    known.derive(`${at}.topics`, names, 'all topics')
    const topics = known.value<readonly string[]>(`${at}.topics`) ?? names
    if (type === 's3-json') {
      known.byDefault(`${at}.prefix`, freePrefix(known, index))
      known.byDefault(`${at}.flushSeconds`, 60)
      known.byDefault(`${at}.partitionBy`, 'hour')
    } else {
      known.byDefault(`${at}.database`, 'clickstream')
      const topic = topics.includes(mainTopic) ? mainTopic : (topics[0] ?? mainTopic)
      known.derive(`${at}.table`, freeTable(known, index, glueName(topic)), `the topic ${topic} as a Glue name`)
      known.byDefault(`${at}.partitionBy`, 'day')
      known.byDefault(`${at}.commitSeconds`, 300)
    }
    fillCapacity(
      known,
      `${at}.capacity`,
      sharedLoad(
        load,
        Math.min(
          1,
          topics.reduce((sum, topic) => sum + shareOf(topic), 0),
        ),
      ),
    )
  }
}

function fillCapacity(known: Known, at: string, load: Load): void {
  const said: Partial<Record<keyof ConnectorCapacity, number>> = {}
  for (const key of ['mcu', 'minWorkers', 'maxWorkers'] as const) {
    const value = known.value<number>(`${at}.${key}`)
    if (value !== undefined) said[key] = value
  }
  const capacity = connectorCapacityFor(load, said as Partial<ConnectorCapacity>)
  for (const key of ['mcu', 'minWorkers', 'maxWorkers'] as const)
    known.derive(`${at}.${key}`, capacity[key].value, capacity[key].formula)
}

/** The part of a load that goes to some of the topics. */
export function sharedLoad(load: Load, share: number): Load {
  return {
    ...load,
    peakEventsPerSecond: load.peakEventsPerSecond * share,
    ...(load.averageEventsPerSecond !== undefined && { averageEventsPerSecond: load.averageEventsPerSecond * share }),
  }
}

function freePrefix(known: Known, index: number): string {
  const taken = indexesBelow(known.facts, 'sinks').filter((other) => other !== index && sameBucket(known, index, other))
  const isTaken = (prefix: string) => taken.some((other) => known.value(`sinks.${other}.prefix`) === prefix)
  if (!isTaken('events')) return 'events'
  for (let number = 2; ; number++) if (!isTaken(`events-${number}`)) return `events-${number}`
}

function freeTable(known: Known, index: number, table: string): string {
  const isTaken = (name: string) =>
    indexesBelow(known.facts, 'sinks').some(
      (other) =>
        other !== index &&
        known.value(`sinks.${other}.table`) === name &&
        (known.value(`sinks.${other}.database`) ?? 'clickstream') === known.value(`sinks.${index}.database`),
    )
  if (!isTaken(table)) return table
  for (let number = 2; ; number++)
    if (!isTaken(`${table.slice(0, 116)}_${number}`)) return `${table.slice(0, 116)}_${number}`
}

const sameBucket = (known: Known, a: number, b: number) =>
  known.value(`sinks.${a}.bucket`) === known.value(`sinks.${b}.bucket`)
