import { Histogram } from '../../../src/runtime/traffic/histogram.js'
import type { PlaceReport, TrafficReport } from '../../../src/runtime/traffic/index.js'
import type { RehearsalRecord } from '../../../src/workflow/rehearsal-record.js'
import { STEP_IDS, STEP_TITLES, type StepRecord } from '../../../src/workflow/step.js'

/** What 10,000 events come to where nothing is wrong. */
const exact = {
  topics: ['app_logs'],
  due: 10_357,
  dueIds: 10_000,
  arrived: 10_357,
  lost: 0,
  duplicated: 0,
  altered: 0,
  unexpected: 0,
  distinctIds: 10_000,
  examples: [],
  exact: true,
}

function spread(count: number, low: number, high: number): Histogram {
  const histogram = new Histogram()
  for (let index = 0; index < count; index++) histogram.add(low * (high / low) ** ((index / count) ** 2))
  return histogram
}

/** Events that become readable every ten seconds, `late` seconds after the first. */
function visibility(late: number): NonNullable<PlaceReport['visibility']> {
  const perSecond = Array.from({ length: 20 + late }, () => 0)
  perSecond[9 + late] = 5000
  perSecond[19 + late] = 5357
  return { ...spread(10_357, 500 + late * 1000, 10_000 + late * 1000).summary(), last: late * 1000, perSecond }
}

const traffic: TrafficReport = {
  run: '0a1b2c3d-0000-4000-8000-000000000000',
  started: '2026-11-28T19:44:00.649Z',
  seconds: 20,
  sent: 10_000,
  requests: 3931,
  again: 0,
  accepted: 10_357,
  acceptedEvents: 10_000,
  refused: {},
  largestEventBytes: 1_048_320,
  refusals: [
    { what: 'a text that is not JSON', due: 400, found: 400, ok: true },
    { what: 'a body of 1025 KiB', due: 413, found: 413, ok: true },
  ],
  latency: spread(3931, 1.2, 40).summary(),
  acceptedPerSecond: Array.from({ length: 20 }, () => 518),
  places: [
    { kind: 'kafka', name: 'Kafka', ...exact },
    { kind: 's3-json', name: 'S3 JSON s3://my-data-bucket/events', ...exact, visibility: visibility(0) },
    { kind: 'iceberg', name: 'Iceberg clickstream.app_logs', ...exact, visibility: visibility(5) },
  ],
  deadLetters: 0,
  passed: true,
}

const done = (id: StepRecord['id']): StepRecord => ({
  id,
  title: STEP_TITLES[id],
  state: 'done',
  already: false,
  seconds: 1.234,
  plan: [`what ${id} was going to do`],
  facts: [{ what: `what ${id} looked at`, found: 'as planned', ok: true }],
})

/** A rehearsal in which everything went well. */
export const passedRecord: RehearsalRecord = {
  formatVersion: 1,
  name: 'web-events',
  started: '2026-11-28T19:43:20.000Z',
  seconds: 44.2,
  passed: true,
  summary: [{ what: 'collector', value: 'nginx + Lua' }],
  steps: STEP_IDS.map(done),
  traffic,
  differences: [{ what: 'MSK: one broker without replication', instead: 'tests that restart three brokers' }],
}

/** Twelve events are missing in Iceberg, one answer was wrong, and names come from somebody who tries things. */
export const lossyRecord: RehearsalRecord = {
  ...passedRecord,
  name: '<script>alert("name")</script>',
  passed: false,
  traffic: {
    ...traffic,
    passed: false,
    refused: { 503: 3 },
    refusals: [{ what: 'a text that is not JSON', due: 400, found: 200, ok: false }],
    places: traffic.places.map((place) =>
      place.kind === 'iceberg'
        ? {
            ...place,
            name: `Iceberg ${'very_long_database_name_'.repeat(4)}.<b>&table</b>`,
            ...{ arrived: 10_345, lost: 12, distinctIds: 9988, examples: [17, 4], exact: false },
          }
        : place,
    ),
  },
  steps: STEP_IDS.map((id) =>
    id === 'testing'
      ? { ...done(id), state: 'failed', facts: [{ what: 'Iceberg', found: '12 lost', ok: false }] }
      : done(id),
  ),
}

/** The connector could not be made, so nothing was sent. */
export const stoppedRecord: RehearsalRecord = {
  formatVersion: 1,
  name: 'web-events',
  started: '2026-11-28T19:43:20.000Z',
  seconds: 31,
  passed: false,
  steps: STEP_IDS.map((id) => {
    if (id === 'testing') return { ...done(id), state: 'not reached', seconds: 0, facts: [] }
    if (id !== 'connectors') return done(id)
    const facts = [{ what: 'compression of web-events-json', found: '“gzap” is none of gzip, none', ok: false }]
    return { ...done(id), state: 'failed', facts }
  }),
  differences: passedRecord.differences,
}
