import { setTimeout as pause } from 'node:timers/promises'
import type { Problem } from '../../errors.js'
import type { TopicAdmin } from '../../site/site.js'
import type { PlannedTopic } from '../../spec/topic-plan.js'
import { compareTopic } from './compare-topic.js'

/** One thing of a topic that was changed. */
export interface TopicChange {
  readonly topic: string
  /** `partitions`, or one of Kafka's own names such as `retention.ms`. */
  readonly setting: string
  readonly from: string
  readonly to: string
}

/** What became of a plan. */
export interface MadeTopics {
  readonly created: readonly string[]
  readonly altered: readonly TopicChange[]
  /** Topics with a problem are left as they are, in everything. */
  readonly refused: readonly Problem[]
}

/** Milliseconds until every broker knows of a change. */
const SETTLE_MS = 10_000

/**
 * Creates the topics of a plan that are missing and alters those that differ, as far as that costs no record. Done twice, the
 * second time changes nothing.
 *
 * @throws `TopicNotMade`, `TopicNotAltered`
 */
export async function makeTopics(admin: TopicAdmin, plan: readonly PlannedTopic[]): Promise<MadeTopics> {
  const found = new Map((await admin.describe(plan.map(({ name }) => name))).map((topic) => [topic.name, topic]))
  const created: string[] = []
  const altered: TopicChange[] = []
  const refused: Problem[] = []
  for (const planned of plan.map((topic) => admin.planned(topic))) {
    const { name } = planned
    const existing = found.get(name)
    if (existing === undefined) {
      await admin.create(planned)
      created.push(name)
      continue
    }
    const { partitions, configuration, refused: problems } = compareTopic(planned, existing)
    refused.push(...problems)
    if (problems.length > 0) continue
    if (partitions !== undefined) {
      await admin.addPartitions(name, partitions)
      const from = String(existing.partitions.length)
      altered.push({ topic: name, setting: 'partitions', from, to: String(partitions) })
    }
    if (Object.keys(configuration).length === 0) continue
    await admin.configure(name, configuration)
    for (const [setting, to] of Object.entries(configuration)) {
      altered.push({ topic: name, setting, from: existing.configuration[setting] ?? '', to })
    }
  }
  const touched = new Set([...created, ...altered.map(({ topic }) => topic)])
  await settled(
    admin,
    plan.filter(({ name }) => touched.has(name)),
  )
  return { created, altered, refused }
}

/** Brokers hear of a change one after the other; whoever looks right after it shall see it. */
async function settled(admin: TopicAdmin, plan: readonly PlannedTopic[]): Promise<void> {
  const end = Date.now() + SETTLE_MS
  while (plan.length > 0 && Date.now() < end) {
    const found = await admin.describe(plan.map(({ name }) => name))
    const differs = found.some((topic) => {
      const planned = plan.find(({ name }) => name === topic.name)
      if (planned === undefined) return false
      const { partitions, configuration } = compareTopic(admin.planned(planned), topic)
      return partitions !== undefined || Object.keys(configuration).length > 0
    })
    if (!differs && found.length === plan.length) return
    await pause(100)
  }
}
