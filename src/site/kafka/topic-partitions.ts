import type { Admin } from '@platformatic/kafka'
import type { TopicPartition } from '../site.js'

/** Partitions of those topics that exist, in the order of the names. */
export async function topicPartitions(
  admin: Admin,
  names: readonly string[],
): Promise<Map<string, readonly TopicPartition[]>> {
  const found = await ask(admin, names).catch((error: unknown) => {
    const topics = answerIn(error)
    if (topics === undefined) throw error
    return new Map(topics.map(({ name, partitions }) => [name, partitions.map(fromAnswer)]))
  })
  return new Map(
    [...new Set(names)].flatMap((name): [string, TopicPartition[]][] => {
      const partitions = found.get(name)
      return partitions === undefined ? [] : [[name, partitions.sort((a, b) => a.index - b.index)]]
    }),
  )
}

async function ask(admin: Admin, names: readonly string[]): Promise<Map<string, TopicPartition[]>> {
  // A metadata request for a name that does not exist fails for all of them.
  const there = new Set(await admin.listTopics())
  const topics = names.filter((name) => there.has(name))
  if (topics.length === 0) return new Map()
  const metadata = await admin.metadata({ topics, forceUpdate: true })
  return new Map(
    [...metadata.topics].map(([name, { partitions }]) => [
      name,
      partitions.map(({ leader, replicas, isr }, index) => ({ index, ...ledBy(leader), replicas, inSync: isr })),
    ]),
  )
}

/** A topic as the broker answers. */
interface AnsweredTopic {
  readonly errorCode: number
  readonly name: string
  readonly partitions: readonly {
    readonly partitionIndex: number
    readonly leaderId: number
    readonly replicaNodes: readonly number[]
    readonly isrNodes: readonly number[]
  }[]
}

/** The client takes one partition without a leader for an error of the whole answer, which the error holds. */
function answerIn(error: unknown): AnsweredTopic[] | undefined {
  if (!(error instanceof Error)) return undefined
  const { response } = error as { response?: { topics?: readonly AnsweredTopic[] } }
  // What has an error of its own does not exist.
  if (response?.topics !== undefined) return response.topics.filter(({ errorCode }) => errorCode === 0)
  const inner = error instanceof AggregateError ? (error.errors as unknown[]).toReversed() : [error.cause]
  for (const one of inner) {
    const topics = answerIn(one)
    if (topics !== undefined) return topics
  }
  return undefined
}

function fromAnswer({
  partitionIndex,
  leaderId,
  replicaNodes,
  isrNodes,
}: AnsweredTopic['partitions'][number]): TopicPartition {
  return { index: partitionIndex, ...ledBy(leaderId), replicas: replicaNodes, inSync: isrNodes }
}

function ledBy(leader: number): Pick<TopicPartition, 'leader'> {
  return { leader: leader < 0 ? undefined : leader }
}
