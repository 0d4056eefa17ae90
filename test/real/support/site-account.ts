import { readRecords, type KafkaRecord } from '../../../src/site/kafka/record-reader.js'
import type { LocalState } from '../../../src/site/index.js'
import { IcebergTable } from './iceberg-table.js'
import { BUCKET } from './local-project.js'
import { until } from './programs.js'
import { S3Client } from './s3-client.js'

/** Events that are sent for as long as a test likes, each with its number; those that were answered 200 are written down. */
export class NumberedTraffic {
  readonly accepted: number[] = []
  refused = 0
  private sent = 0
  private going = true
  private readonly done: Promise<void>

  private constructor(
    private readonly endpoint: string,
    private readonly batch: number,
  ) {
    this.done = this.send()
  }

  static start(endpoint: string, batch = 20): NumberedTraffic {
    return new NumberedTraffic(endpoint, batch)
  }

  async stop(): Promise<void> {
    this.going = false
    await this.done
  }

  private async send(): Promise<void> {
    while (this.going) {
      const numbers = Array.from({ length: this.batch }, () => this.sent++)
      const body = JSON.stringify(numbers.map((n) => ({ n, price: 19.99 })))
      const answer = await fetch(this.endpoint, { method: 'POST', body }).catch(() => undefined)
      if (answer?.status === 200) this.accepted.push(...numbers)
      else this.refused += numbers.length
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }
}

/** What became of everything, by programs that share nothing with the sinks. */
export interface SiteAccount {
  readonly accepted: number
  /** Accepted events that are in no record. */
  readonly lostBeforeKafka: number
  readonly records: number
  /** Records beyond the first of an event, with the same id. */
  readonly repeatedIds: number
  readonly s3: Delivery
  readonly iceberg: Delivery
}

/** Records of Kafka against what a sink has of them. */
export interface Delivery {
  readonly lost: number
  readonly duplicated: number
  readonly altered: number
}

/** Waits until both sinks have as many as Kafka, or for the time of their patience, and compares all. */
export const accountFor = async (
  state: LocalState,
  accepted: readonly number[],
  patienceMs = 120_000,
): Promise<SiteAccount> => {
  const { kafka = '', s3 = '' } = state.addresses
  const client = new S3Client(s3)
  const table = IcebergTable.open(client, BUCKET, 'clickstream', 'app_logs')
  const lines = (): Promise<string[]> => client.lines(BUCKET, 'events/app_logs/')
  const records: KafkaRecord[] = []
  for await (const record of readRecords([kafka], { topic: 'app_logs', from: 'earliest', to: 'end' }))
    records.push(record)
  const complete = async () => (await lines()).length >= records.length && (await table.count()) >= records.length
  await until('both sinks to have all', complete, patienceMs).catch(() => undefined)

  const values = records.map(({ value }) => String(value))
  const parsed = values.map((value) => JSON.parse(value) as { meta: { id: string }; data: { n: number } })
  const numbers = new Set(parsed.map(({ data }) => data.n))
  const rows = (await table.rows()).map(
    (row) => `${String(row['kafka_partition'])}/${String(row['kafka_offset'])} ${String(row['data'])}`,
  )
  const wanted = records.map(
    ({ partition, offset }, index) => `${partition}/${offset} ${JSON.stringify(parsed[index]?.data)}`,
  )
  return {
    accepted: accepted.length,
    lostBeforeKafka: accepted.filter((n) => !numbers.has(n)).length,
    records: records.length,
    repeatedIds: parsed.length - new Set(parsed.map(({ meta, data }) => `${meta.id} ${data.n}`)).size,
    s3: compare(values, await lines()),
    iceberg: compare(wanted, rows),
  }
}

const compare = (wanted: readonly string[], found: readonly string[]): Delivery => {
  const left = new Map<string, number>()
  for (const text of wanted) left.set(text, (left.get(text) ?? 0) + 1)
  let [duplicated, altered] = [0, 0]
  for (const text of found) {
    const due = left.get(text)
    if (due === undefined) altered++
    else if (due === 0) duplicated++
    else left.set(text, due - 1)
  }
  return { lost: [...left.values()].reduce((sum, count) => sum + count, 0), duplicated, altered }
}
