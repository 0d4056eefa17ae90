import { randomUUID } from 'node:crypto'
import { expect } from '@jest/globals'
import type { ReplayResult } from '../../../src/runtime/replay/replay-job.js'
import { type KafkaRecord, readRecords } from '../../../src/site/kafka/record-reader.js'
import type { LocalState } from '../../../src/site/index.js'
import type { Run } from '../../cli/run-bin.js'
import { putBackup, recordOf } from './backup-writer.js'
import { BUCKET, LocalProject } from './local-project.js'
import { needPrograms } from './needed.js'
import { S3Client } from './s3-client.js'

export const HOUR = 3_600_000
const SPEC = `apiVersion: clickstream/v1
name: replay-test
region: us-east-1
kafka: { cluster: my-cluster }
backup: { bucket: ${BUCKET}, prefix: backup }
collector: { routing: { header: project, default: app_logs, topics: [app_logs, web_logs] } }
topics:
  - { name: app_logs, partitions: 4, replicationFactor: 3, minInsyncReplicas: 2, retentionHours: 72 }
  - { name: web_logs, partitions: 2, replicationFactor: 3, minInsyncReplicas: 2, retentionHours: 2 }
sinks: []
`

/** An event as the collector stored it. */
export interface BackedUp {
  readonly id: string
  readonly ctime: number
  readonly record: string
}

/** So many events of a topic, a millisecond apart. */
export const backedUp = (topic: string, count: number, ctime: number): BackedUp[] =>
  Array.from({ length: count }, (_, n) => {
    const id = randomUUID()
    return { id, ctime: ctime + n, record: recordOf(topic, id, ctime + n, { n, text: 'ä 中', price: 19.99 }) }
  })
export const ids = (events: readonly BackedUp[]): Set<string> => new Set(events.map(({ id }) => id))

/** A generated project that runs on this machine, for tests of `clickstream replay`. */
export class ReplaySite {
  /** In the last 60 hours, as the topics' retention asks. */
  private hours = Date.now() - (Date.now() % HOUR) - 60 * HOUR

  private constructor(
    readonly project: LocalProject,
    /** A replay before anything ran. */
    readonly beforeUp: Run,
    readonly state: LocalState,
  ) {}

  static async start(): Promise<ReplaySite> {
    await needPrograms(['java', 'nginx', 'ministack', 'cc', 'kcat'], 'openjdk-17-jdk-headless nginx gcc kcat')
    // Nothing but the test writes to the backup.
    const env = { CLICKSTREAM_FLUENT_BIT: undefined }
    const project = await LocalProject.generate('replay-test', { spec: SPEC, env })
    try {
      const beforeUp = await project.run(['replay', project.folder, '--from', '1h'])
      return new ReplaySite(project, beforeUp, await project.up())
    } catch (error) {
      await project.remove()
      throw error
    }
  }

  /** Begin of four hours that no other test has events of. */
  nextHours(): number {
    this.hours += 4 * HOUR
    return this.hours
  }

  replay(...args: readonly string[]): Promise<Run> {
    return this.project.run(['replay', this.project.folder, ...args])
  }

  /** What a replay reports that has to end well. */
  async replayed(...args: readonly string[]): Promise<ReplayResult> {
    const run = await this.replay(...args)
    expect({ code: run.code, stdout: run.stdout.slice(0, 500), stderr: run.stderr }).toMatchObject({ code: 0 })
    return JSON.parse(run.stdout) as ReplayResult
  }

  read(topic: string): AsyncIterable<KafkaRecord> {
    return readRecords([this.state.addresses.kafka ?? ''], { topic, from: 'earliest', to: 'end' })
  }

  /** Records of these events in a topic. */
  async records(topic: string, wanted: ReadonlySet<string>): Promise<(KafkaRecord & { id: string })[]> {
    const found: (KafkaRecord & { id: string })[] = []
    for await (const record of this.read(topic)) {
      const { id } = (JSON.parse(String(record.value)) as { meta: { id: string } }).meta
      if (wanted.has(id)) found.push({ ...record, id })
    }
    return found
  }

  /** Puts a backup object of that time, as Fluent Bit ships it. */
  backup(at: number, lines: readonly string[], kind: 'spill' | 'rejected' = 'spill'): Promise<string> {
    const s3 = new S3Client(this.state.addresses.s3 ?? '')
    return putBackup(s3, { bucket: BUCKET, prefix: 'backup', kind }, at, lines)
  }

  remove(): Promise<void> {
    return this.project.remove()
  }
}
