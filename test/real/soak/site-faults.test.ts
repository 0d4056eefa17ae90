import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals'
import { connectorHealth } from '../../../src/runtime/connectors/index.js'
import { describe } from '../../../src/site/assembly/describe.js'
import { openAssembly, type LocalState } from '../../../src/site/index.js'
import { readRecords } from '../../../src/site/kafka/record-reader.js'
import { LocalConnectors } from '../../../src/site/local/local-connectors.js'
import { localValues } from '../../../src/site/local/local-values.js'
import { IcebergTable } from '../support/iceberg-table.js'
import { BUCKET, LocalProject } from '../support/local-project.js'
import { pause, until } from '../support/programs.js'
import { report } from '../support/report.js'
import { S3Client } from '../support/s3-client.js'
import { S3Faults } from '../support/s3-faults.js'
import { accountFor, NumberedTraffic } from '../support/site-account.js'

let one: LocalProject
let other: LocalProject

beforeAll(async () => {
  one = await LocalProject.generate('site-one')
  other = await LocalProject.generate('site-other')
}, 120_000)

afterEach(async () => {
  await Promise.all([one.down(), other.down()])
}, 60_000)

afterAll(async () => {
  await one?.remove()
  await other?.remove()
}, 60_000)

const EXACT = { lost: 0, duplicated: 0, altered: 0 }
const controlOf = (project: LocalProject, state: LocalState, lake: string): LocalConnectors => {
  const { kafka = '' } = state.addresses
  const assembly = openAssembly(project.folder)
  const { connectors } = describe(assembly, localValues(assembly, kafka))
  return new LocalConnectors({ kafka, lake, workers: state.workers, connectors })
}

test('GIVEN an S3 server that answers 503, or slowly, for both sinks WHEN events come THEN each is once in each sink, and no task fails', async () => {
  const state = await one.up()
  const { s3 = '', endpoint = '' } = state.addresses
  const faults = await S3Faults.start(s3)
  try {
    const control = controlOf(one, state, faults.endpoint)
    for (const name of state.connectors) await control.create(name)
    const running = async () =>
      (await Promise.all(state.connectors.map((name) => connectorHealth(control, name)))).every(
        (health) => health.running,
      )
    await until('both connectors to run behind the proxy', running, 60_000)
    faults.set({ unavailable: 0.2, slow: 0.4 })
    const traffic = NumberedTraffic.start(endpoint)
    await pause(60)
    await traffic.stop()
    expect(await running()).toBe(true)
    faults.set({})

    const account = await accountFor(state, traffic.accepted, 180_000)
    report('S3 answers 503 and slowly', { ...account, refused: traffic.refused, ...faults.counts })
    expect(account).toMatchObject({ lostBeforeKafka: 0, s3: EXACT, iceberg: EXACT })
    expect(faults.counts.unavailable).toBeGreaterThan(5)
    expect(await running()).toBe(true)
  } finally {
    await faults.remove()
  }
}, 600_000)

test('GIVEN two projects WHEN both run side by side THEN each has its own events alone, and ending one leaves the other', async () => {
  const states = [await one.up(), await other.up()] as const
  const traffics = states.map(({ addresses }) => NumberedTraffic.start(addresses.endpoint ?? ''))
  await until('events in both', async () => traffics.every(({ accepted }) => accepted.length > 1000))
  await Promise.all(traffics.map((traffic) => traffic.stop()))
  const [first, second] = await Promise.all(
    states.map((state, index) => accountFor(state, traffics[index]?.accepted ?? [])),
  )
  for (const account of [first, second])
    expect(account).toMatchObject({ lostBeforeKafka: 0, s3: EXACT, iceberg: EXACT })
  expect([first?.records, second?.records]).toEqual(traffics.map(({ accepted }) => accepted.length))

  await one.down()
  expect(await one.processes()).toEqual([])
  expect((await other.run(['local', 'status', other.folder])).code).toBe(0)
  expect((await fetch(states[1].addresses.endpoint ?? '', { method: 'POST', body: '{"still":"there"}' })).status).toBe(
    200,
  )
}, 600_000)

test('GIVEN a site that has stored events WHEN it is started again THEN neither records nor rows nor objects are left of it', async () => {
  const before = await one.up()
  const traffic = NumberedTraffic.start(before.addresses.endpoint ?? '')
  await until('some events', async () => traffic.accepted.length > 100)
  await traffic.stop()
  const account = await accountFor(before, traffic.accepted)
  expect([account.records > 100, account.s3, account.iceberg]).toEqual([true, EXACT, EXACT])

  const { addresses } = await one.up()

  const records = []
  for await (const record of readRecords([addresses.kafka ?? ''], { topic: 'app_logs', from: 'earliest', to: 'end' }))
    records.push(record)
  const client = new S3Client(addresses.s3 ?? '')
  const rows = await IcebergTable.open(client, BUCKET, 'clickstream', 'app_logs').count()
  expect([records, rows, await client.list(BUCKET, 'events/')]).toEqual([[], 0, []])
}, 600_000)
