import { setTimeout as pause } from 'node:timers/promises'
import type { Problem } from '../../errors.js'
import type { TopicAdmin } from '../../site/site.js'
import type { PlannedTopic } from '../../spec/topic-plan.js'
import { compareTopic } from './compare-topic.js'
import { validateTopics } from './validate-topics.js'

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
  await untilKnown(
    admin,
    plan.filter(({ name }) => touched.has(name)),
  )
  return { created, altered, refused }
}

/** Milliseconds in which brokers learn of a change that the controller has answered already. */
const SETTLE_MS = 30_000

/** Waits until the brokers say what was asked for; what they still do not know then is for who validates. */
async function untilKnown(admin: TopicAdmin, plan: readonly PlannedTopic[]): Promise<void> {
  const end = Date.now() + SETTLE_MS
  while (!(await validateTopics(admin, plan)).every(({ ok }) => ok) && Date.now() < end) await pause(100)
}
