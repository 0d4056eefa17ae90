import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { account, find } from '../../support/accounting.js'
import { post } from '../../support/ask.js'
import { type CollectorUnderTest, drained } from '../../support/collector-under-test.js'
import { KafkaCluster } from '../../support/kafka-cluster.js'
import { collectorKind } from '../../support/kinds.js'
import { sendLoad, startLoad } from '../../support/load.js'
import { until } from '../../support/programs.js'
import { report } from '../../support/report.js'
import { S3Server } from '../../support/s3-server.js'
import { FLUENT_BIT, type Shipper, startShipper, WITHOUT_FLUENT_BIT } from '../../support/shipper.js'
import { TOPICS } from '../../support/traffic.js'

const suite = FLUENT_BIT === undefined ? describe.skip : describe
const BUCKET = 'my-data-bucket'
const SPILL = 'backup/spill/'

suite(`the shipper (${WITHOUT_FLUENT_BIT})`, () => {
  let kafka: KafkaCluster
  let s3: S3Server
  let collector: CollectorUnderTest
  let shipper: Shipper

  beforeAll(async () => {
    kafka = await KafkaCluster.start({ topics: TOPICS, proxied: true })
    s3 = await S3Server.start(BUCKET)
    collector = await collectorKind.start({ brokers: kafka.brokers })
    shipper = await startShipper(collector, s3)
  }, 240_000)

  afterAll(async () => {
    await shipper?.remove()
    await collector?.remove()
    await s3?.remove()
    await kafka?.remove()
  }, 30_000)

  const refuse = async (): Promise<void> => void (await Promise.all(kafka.proxies.map((proxy) => proxy.refuse())))
  const pass = async (): Promise<void> => void (await Promise.all(kafka.proxies.map((proxy) => proxy.pass())))

  /** Records of the spill that are in the bucket. */
  const shipped = async (): Promise<string[]> =>
    (await s3.lines(BUCKET, SPILL)).map((line) => JSON.stringify((JSON.parse(line) as { record: unknown }).record))

  test('while Kafka is away, every event that was accepted to the disk is in the bucket within seconds', async () => {
    // GIVEN
    await refuse()
    const begin = Date.now()
    const load = await sendLoad({ url: collector.url, rate: 200, seconds: 10, requests: 1000 })
    // WHEN
    const all = async (): Promise<boolean> => find(await shipped(), load.run).copies.size === 1000
    await until('the bucket to hold all', all, 40_000)
    const seconds = (Date.now() - begin) / 1000
    // THEN the objects lie where replay looks for them, hour by hour
    const keys = await s3.list(BUCKET, SPILL)
    expect(keys.filter((key) => !/^backup\/spill\/\d{4}\/\d\d\/\d\d\/\d\d\/[^/]+\.jsonl\.gz$/.test(key))).toEqual([])
    const sum = await account(load, kafka, TOPICS, await shipped())
    report('shipped while Kafka is away', { ...sum, seconds, objects: keys.length })
    expect(sum).toEqual({ ...sum, accepted: 1000, stored: 0, lost: [] })
    await pass()
    await drained(collector)
    expect(await account(load, kafka, TOPICS)).toMatchObject({ stored: 1000, lost: [], idChanged: [] })
  }, 90_000)

  test('SIGKILL of the shipper under load: started again, it loses nothing', async () => {
    await refuse()
    const load = await startLoad({ url: collector.url, rate: 300, seconds: 60 })
    await new Promise((resolve) => setTimeout(resolve, 4000))
    await shipper.remove()
    await new Promise((resolve) => setTimeout(resolve, 1000))
    shipper = await startShipper(collector, s3)
    await new Promise((resolve) => setTimeout(resolve, 2000))
    const requests = await load.end()
    const accepted = requests.filter(({ status }) => status === 200).length
    await until('the bucket to hold all', async () => find(await shipped(), load.run).copies.size === accepted, 40_000)
    const found = find(await shipped(), load.run)
    report('shipper killed', { accepted, copies: [...found.copies.values()].reduce((sum, count) => sum + count, 0) })
    await pass()
    await drained(collector)
  }, 120_000)

  test('what was refused is shipped too, with its reason', async () => {
    const marker = `shipped-${Date.now()}`
    expect(await post(collector.url, `{"${marker}":01}`)).toEqual([400, 'InvalidJson'])
    const found = async (): Promise<unknown[]> =>
      (await s3.lines(BUCKET, 'backup/rejected/'))
        .map((line) => JSON.parse(line) as Record<string, unknown>)
        .filter(({ body }) => Buffer.from(String(body), 'base64').includes(marker))
        .map(({ reason, status, project }) => [reason, status, project])
    await until('the refused body in the bucket', async () => (await found()).length > 0, 30_000)
    expect(await found()).toEqual([['InvalidJson', 400, 'app_logs']])
  }, 60_000)

  test('the stop signal: the collector goes first, the shipper ships the rest, within 95 s', async () => {
    // GIVEN
    await refuse()
    const load = await startLoad({ url: collector.url, rate: 100, seconds: 90 })
    await new Promise((resolve) => setTimeout(resolve, 2000))
    // WHEN
    const begin = Date.now()
    await collector.stop('SIGTERM')
    const requests = await load.end()
    await shipper.running.stop('SIGTERM', 60_000)
    const seconds = (Date.now() - begin) / 1000
    // THEN
    const accepted = requests.filter(({ status }) => status === 200).length
    const found = find(await shipped(), load.run)
    report('collector and shipper stopped', { seconds, accepted, shipped: found.copies.size })
    expect([found.copies.size, seconds < 95]).toEqual([accepted, true])
  }, 150_000)
})
