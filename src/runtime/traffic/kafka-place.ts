import { randomUUID } from 'node:crypto'
import { Consumer, MessagesStreamModes, stringDeserializer } from '@platformatic/kafka'
import type { Place } from './place.js'
import { partsOf } from './record-text.js'
import type { Settlement } from './settlement.js'

/** The topics of events themselves, from the offsets on at which the run began. */
export class KafkaPlace implements Place {
  readonly kind = 'kafka'
  readonly name = 'Kafka'
  readonly intervalMs = 0

  private constructor(
    private readonly brokers: readonly string[],
    readonly topics: readonly string[],
    /** Next offset of each partition to be read, by topic. */
    private next: Ends,
  ) {}

  static async open(brokers: readonly string[], topics: readonly string[]): Promise<KafkaPlace> {
    return new KafkaPlace(brokers, topics, await ends(brokers, topics))
  }

  /** Nothing to see: with acknowledgement, a record is there before its event is answered. */
  async look(): Promise<void> {}

  async read(settlement: Settlement): Promise<void> {
    const end = await ends(this.brokers, this.topics)
    for await (const record of records(this.brokers, this.next, end)) {
      const { id, data } = partsOf(record)
      settlement.add(data, id)
    }
    this.next = end
  }
}

/** The offset behind the last record of each partition, by topic. */
export type Ends = ReadonlyMap<string, readonly bigint[]>

const consumer = (brokers: readonly string[]) =>
  new Consumer({
    clientId: 'clickstream-traffic',
    groupId: `clickstream-traffic-${randomUUID()}`,
    bootstrapBrokers: [...brokers],
    deserializers: { value: stringDeserializer },
    autocommit: false,
    retries: 5,
    timeout: 10_000,
  })

/** Where the topics end now. */
export async function ends(brokers: readonly string[], topics: readonly string[]): Promise<Ends> {
  const client = consumer(brokers)
  try {
    return await client.listOffsets({ topics: [...topics] })
  } finally {
    await client.close(true)
  }
}

/** Values of all records from one place of each partition to another. */
async function* records(brokers: readonly string[], from: Ends, to: Ends): AsyncGenerator<string> {
  const left = new Map<string, bigint>()
  const offsets = [...to].flatMap(([topic, partitions]) =>
    partitions.map((end, partition) => ({ topic, partition, offset: from.get(topic)?.[partition] ?? 0n, end })),
  )
  for (const { topic, partition, offset, end } of offsets) if (offset < end) left.set(`${topic}:${partition}`, end)
  if (left.size === 0) return
  const client = consumer(brokers)
  try {
    const stream = await client.consume({ topics: [...to.keys()], mode: MessagesStreamModes.MANUAL, offsets })
    for await (const { topic, partition, offset, value } of stream) {
      const name = `${topic}:${partition}`
      const end = left.get(name)
      if (end !== undefined && offset < end) yield value ?? ''
      if (end !== undefined && offset + 1n >= end) left.delete(name)
      if (left.size === 0) break
    }
  } finally {
    await client.close(true)
  }
}
