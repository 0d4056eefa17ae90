import { GenericError, murmur2, ProduceAcks, Producer } from '@platformatic/kafka'
import { kafkaUnwritable } from './kafka-errors.js'

/** A record to be written. */
export interface NewRecord {
  readonly topic: string
  readonly value: Buffer
  /** Decides the partition, as the collector's own key does. @default - none: any partition */
  readonly key?: Buffer
  /** Epoch milliseconds. */
  readonly timestamp: number
  readonly headers?: ReadonlyMap<string, Buffer>
}

/** Bytes of values in one request: a batch stays below a broker's limit for one (message.max.bytes, 1048588 by default). */
const REQUEST_BYTES = 800_000

/** Times that a request is repeated by the client, a quarter of a second apart; the broker leaves repeated batches out. */
const RETRIES = 120

/**
 * Writes records with acks=all, idempotent: a batch that is sent again after its answer was lost is in the topic once. One request at a
 * time, because the client counts a partition's sequence with each answer.
 */
export class RecordWriter {
  private readonly producer: Producer
  private turn = Math.floor(Math.random() * 1000)
  private last: Promise<void> = Promise.resolve()

  constructor(brokers: readonly string[]) {
    this.producer = new Producer({
      clientId: 'clickstream',
      bootstrapBrokers: [...brokers],
      idempotent: true,
      compression: 'lz4',
      retries: RETRIES,
      // A topic that is not there is not worth half a minute.
      retryDelay: (_client, _operation, _attempt, _retries, error) => (isUnknownTopic(error) ? 10 : 250),
      timeout: 10_000,
      // As librdkafka's murmur2 and Java's own; the client's default reads the hash as unsigned.
      partitioner: (_, key) => (key === undefined ? 0 : murmur2(key) & 0x7fffffff),
    })
  }

  /**
   * Writes all of these; resolves when every one is acknowledged.
   *
   * @throws `RecordsNotAcknowledged`; which of them are in the topic is unknown then
   */
  send(records: readonly NewRecord[]): Promise<void> {
    const sent = this.last.then(() => this.inRequests(records))
    this.last = sent.catch(() => undefined)
    return sent
  }

  async close(): Promise<void> {
    await this.last
    await this.producer.close()
  }

  private async inRequests(records: readonly NewRecord[]): Promise<void> {
    for (let from = 0; from < records.length;) {
      let [to, bytes] = [from, 0]
      while (to < records.length && (to === from || bytes + sizeOf(records[to]) <= REQUEST_BYTES)) {
        bytes += sizeOf(records[to++])
      }
      await this.request(records.slice(from, to))
      from = to
    }
  }

  private async request(records: readonly NewRecord[]): Promise<void> {
    // Records without a key go to one partition together, and the next request's to the next one: full batches.
    const partition = this.turn++
    try {
      await this.producer.send({
        acks: ProduceAcks.ALL,
        messages: records.map(({ topic, value, key, timestamp, headers }) => ({
          topic,
          value,
          timestamp: BigInt(timestamp),
          ...(key === undefined ? { partition } : { key }),
          ...(headers !== undefined && {
            headers: new Map([...headers].map(([name, text]) => [Buffer.from(name), text])),
          }),
        })),
      })
    } catch (error) {
      throw kafkaUnwritable([...new Set(records.map(({ topic }) => topic))], error)
    }
  }
}

function isUnknownTopic(error: Error): boolean {
  const known = GenericError.isGenericError(error) ? (error as GenericError) : undefined
  return known?.findBy('apiId', 'UNKNOWN_TOPIC_OR_PARTITION') != null
}

function sizeOf(record: NewRecord | undefined): number {
  return (record?.value.length ?? 0) + (record?.key?.length ?? 0) + 32
}
