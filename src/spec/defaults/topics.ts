import type { Known } from '../known.js'
import { indexesBelow } from '../paths.js'
import { connectorCapacityFor, connectorTasksFor, partitionsFor, retentionHoursFor, type Load } from '../sizing.js'
import { sharedLoad } from './sinks.js'

/** Names of the topics and the allow-list of the collectors; one topic `app_logs` where none is known. */
export function fillTopicNames(known: Known): void {
  const routed = known.value<readonly string[]>('collector.routing.topics') ?? []
  const first = known.value<string>('collector.routing.default') ?? routed[0]
  if (indexesBelow(known.facts, 'topics').length === 0) {
    const names = [...new Set([first, ...routed].filter((name) => name !== undefined))]
    if (names.length === 0) known.byDefault('topics.0.name', 'app_logs')
    names.forEach((name, index) =>
      known.derive(`topics.${index}.name`, name, 'the topics that collector.routing names'),
    )
  }
  for (const index of indexesBelow(known.facts, 'topics')) nameTopic(known, index, first)
  const names = topicNames(known)
  known.derive('collector.routing.default', routed[0] ?? names[0], 'the first topic')
  known.derive('collector.routing.topics', [...new Set(names)], 'all topics')
}

function nameTopic(known: Known, index: number, first: string | undefined): void {
  const path = `topics.${index}.name`
  if (known.fact(path) !== undefined) return
  const taken = topicNames(known)
  if (first !== undefined && !taken.includes(first))
    return known.derive(path, first, 'the default topic of collector.routing')
  for (let number = 1; ; number++) {
    const name = number === 1 ? 'app_logs' : `app_logs_${number}`
    if (!taken.includes(name)) return known.byDefault(path, name)
  }
}

function topicNames(known: Known): string[] {
  return indexesBelow(known.facts, 'topics')
    .map((index) => known.value<string>(`topics.${index}.name`))
    .filter((name) => name !== undefined)
}

/** The part of the load for which a topic is sized: all of it for the default topic, since clients may name none; an equal share for each other. */
export function topicShare(known: Known): (topic: string) => number {
  const count = Math.max(1, topicNames(known).length)
  const main = known.value<string>('collector.routing.default')
  return (topic) => (topic === main ? 1 : 1 / count)
}

/** Partitions, copies and retention of each topic: those that it has where it exists, else worked out. */
export function fillTopicSizes(known: Known, load: Load): void {
  const shareOf = topicShare(known)
  for (const index of indexesBelow(known.facts, 'topics')) {
    const at = `topics.${index}`
    const name = known.value<string>(`${at}.name`) as string
    const existing = known.lock?.topics?.find((topic) => topic.name === name)
    if (existing?.partitions !== undefined && existing.partitions <= 10_000)
      known.lookedUp(`${at}.partitions`, existing.partitions, 'kafka:DescribeTopic')
    if (existing?.replicationFactor !== undefined && existing.replicationFactor <= 5) {
      known.lookedUp(`${at}.replicationFactor`, existing.replicationFactor, 'kafka:DescribeTopic')
    }
    const brokers = known.lock?.cluster?.brokerCount
    const leastCopies = known.value<number>(`${at}.minInsyncReplicas`) ?? 1
    if (brokers !== undefined && brokers < 3 && leastCopies <= brokers)
      known.derive(`${at}.replicationFactor`, brokers, `the cluster has ${brokers} brokers`)
    known.derive(`${at}.replicationFactor`, Math.max(3, leastCopies), 'one copy in each of three zones')
    const copies = known.value<number>(`${at}.replicationFactor`) ?? 3
    known.derive(
      `${at}.minInsyncReplicas`,
      Math.max(1, Math.min(2, copies - 1)),
      'one copy may be away: the replication factor less one, at most 2',
    )
    const share = sharedLoad(load, shareOf(name))
    const plan = connectorCapacityFor(share)
    const tasks = connectorTasksFor({
      mcu: plan.mcu.value,
      minWorkers: plan.minWorkers.value,
      maxWorkers: plan.maxWorkers.value,
    })
    const partitions = partitionsFor(share, tasks)
    known.derive(`${at}.partitions`, partitions.value, partitions.formula + shareNote(shareOf(name)))
    const retention = retentionHoursFor(share, copies)
    known.derive(`${at}.retentionHours`, retention.value, retention.formula)
  }
}

const shareNote = (share: number) =>
  share === 1 ? '' : `; sized for ${Math.round(share * 100)} % of the load, as one of ${Math.round(1 / share)} topics`
