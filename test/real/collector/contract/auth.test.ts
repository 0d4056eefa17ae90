import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals'
import { account, percentile, statuses } from '../../support/accounting.js'
import { type CollectorOptions, type CollectorUnderTest, drained, metric } from '../../support/collector-under-test.js'
import { SECRET_ARN } from '../../support/contract-spec.js'
import { KafkaCluster } from '../../support/kafka-cluster.js'
import { collectorKind } from '../../support/kinds.js'
import { sendLoad, startLoad } from '../../support/load.js'
import { pause, until } from '../../support/programs.js'
import { report } from '../../support/report.js'
import { StubAws } from '../../support/stub-aws.js'
import { TOPICS } from '../../support/traffic.js'

let kafka: KafkaCluster
let aws: StubAws
let collector: CollectorUnderTest | undefined

beforeAll(async () => {
  // Kafka 3: librdkafka before 2.6.1, which Debian 12 has, cannot speak SCRAM to Kafka 4 (confluentinc/librdkafka#4895).
  kafka = await KafkaCluster.start({ topics: TOPICS, auths: ['tls', 'scram', 'iam'], proxied: true })
  aws = await StubAws.start()
}, 240_000)

afterEach(async () => {
  await collector?.remove()
  collector = undefined
})

afterAll(async () => {
  await aws?.remove()
  await kafka?.remove()
}, 30_000)
const cut = (): void => kafka.proxies.forEach((proxy) => proxy.cut())

const start = async (auth: 'tls' | 'scram' | 'iam', env: CollectorOptions['env'] = {}): Promise<CollectorUnderTest> => {
  const all = { SSL_CERT_FILE: kafka.certificates?.authority ?? '', ...env }
  collector = await collectorKind.start({ auth, brokers: kafka.brokersFor(auth), env: all })
  return collector
}

/** Acknowledgements of Kafka so far: an event that went to the disk alone has none. */
const acknowledgements = async (): Promise<number> =>
  collector === undefined ? 0 : (await metric(collector, 'kafka_acks_total')) || 0
const delivering = async (): Promise<void> => {
  const before = await acknowledgements()
  await until('acknowledgements', async () => (await acknowledgements()) > before + 50, 60_000)
}

test('TLS: delivered to a broker whose certificate is signed by a known authority, to no other', async () => {
  const trusting = await start('tls')
  const load = await sendLoad({ url: trusting.url, rate: 100, seconds: 5, requests: 300 })
  await drained(trusting)
  expect(await account(load, kafka, TOPICS)).toMatchObject({ accepted: 300, stored: 300, lost: [] })
  await trusting.remove()
  const wary = await start('tls', { SSL_CERT_FILE: '/etc/ssl/certs/ca-certificates.crt' })
  const kept = await sendLoad({ url: wary.url, seconds: 10, requests: 10 })
  expect(await account(kept, kafka, TOPICS, await wary.spilled())).toMatchObject({ accepted: 10, stored: 0, lost: [] })
}, 60_000)

test('SCRAM: the password is changed under load and connections are cut: none lost, no worker restarted', async () => {
  // GIVEN
  await kafka.admin.setPassword(aws.secret.username, aws.secret.password)
  const { username, password } = aws.secret
  const env = { ...aws.env, KAFKA_SECRET_ARN: SECRET_ARN, KAFKA_USERNAME: username, KAFKA_PASSWORD: password }
  const { url, workerPids, output } = await start('scram', env)
  const workers = await workerPids()
  const load = await startLoad({ url, rate: 200, seconds: 200 })
  await delivering()
  // WHEN
  aws.secret = { username, password: 'second "password" ü\\' }
  await kafka.admin.setPassword(username, aws.secret.password)
  cut()
  await pause(1)
  await delivering()
  // AND once more, with Secrets Manager out of order for a while
  aws.broken = true
  aws.secret = { username, password: 'third' }
  await kafka.admin.setPassword(username, 'third')
  cut()
  await pause(4)
  aws.broken = false
  await delivering()
  // THEN
  const requests = await load.end()
  if (collector !== undefined) await drained(collector)
  const sum = await account(load, kafka, TOPICS)
  report('SCRAM password changed twice', { ...sum, 'p99 in ms': percentile(requests, 0.99) })
  expect(statuses(requests)).toEqual({ 200: requests.length })
  expect(sum).toEqual({ ...sum, stored: sum.sent, lost: [], idChanged: [] })
  expect(await workerPids()).toEqual(workers)
  expect(aws.secretRequests[0]).toEqual({
    target: 'secretsmanager.GetSecretValue',
    authorization: expect.stringMatching(
      /^AWS4-HMAC-SHA256 Credential=ASIA\d{16}\/\d{8}\/us-east-1\/secretsmanager\/aws4_request, ?SignedHeaders=[a-z;-]+, ?Signature=[0-9a-f]{64}$/,
    ),
    body: { SecretId: SECRET_ARN },
  })
  expect(['second "password"', 'third', 'first password'].filter((text) => output().includes(text))).toEqual([])
}, 300_000)

test('IAM: tokens are made anew before they end, with the credentials of the moment, and connections may be cut', async () => {
  // GIVEN credentials that live for 20 s
  aws.credentialSeconds = 20
  const { url } = await start('iam', aws.env)
  const load = await startLoad({ url, rate: 100, seconds: 60 })
  await delivering()
  // WHEN
  for (let round = 0; round < 4; round++) {
    await pause(7)
    cut()
    await delivering()
  }
  // THEN
  const requests = await load.end()
  if (collector !== undefined) await drained(collector)
  const sum = await account(load, kafka, TOPICS)
  const tokens = (await kafka.tokens()).map((line) => line.split(' '))
  const keys = new Set(tokens.map(([, key]) => key))
  report('IAM', { ...sum, tokens: tokens.length, credentials: keys.size, 'p99 in ms': percentile(requests, 0.99) })
  expect(statuses(requests)).toEqual({ 200: requests.length })
  expect(sum).toEqual({ ...sum, stored: sum.sent, lost: [], idChanged: [] })
  expect([new Set(tokens.map(([verdict]) => verdict)), keys.size > 1]).toEqual([new Set(['accepted']), true])
}, 120_000)
