import { endOffsets, readRecords } from '../../site/kafka/record-reader.js'
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
    private readonly next: Map<string, number[]>,
  ) {}

  static async open(brokers: readonly string[], topics: readonly string[]): Promise<KafkaPlace> {
    return new KafkaPlace(brokers, topics, await endOffsets(brokers, topics))
  }

  /** Nothing to see: with acknowledgement, a record is there before its event is answered. */
  async look(): Promise<void> {}

  async read(settlement: Settlement): Promise<void> {
    for (const [topic, ends] of await endOffsets(this.brokers, this.topics)) {
      const from = new Map(ends.map((_, partition) => [partition, this.next.get(topic)?.[partition] ?? 0]))
      const to = new Map(ends.entries())
      for await (const { value } of readRecords(this.brokers, { topic, from, to })) {
        const { id, data } = partsOf(value?.toString() ?? '')
        settlement.add(data, id)
      }
      this.next.set(topic, ends)
    }
  }
}
