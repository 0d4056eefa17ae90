import { expect, test } from '@jest/globals'
import { eventText, numberIn } from '../../../src/runtime/traffic/marked-event.js'
import { TrafficPlan, type PlannedRequest } from '../../../src/runtime/traffic/traffic-plan.js'

const RUN = '0a1b2c3d-0000-4000-8000-000000000000'
const requestsOf = (plan: TrafficPlan): PlannedRequest[] =>
  Array.from({ length: plan.requests }, (_, index) => plan.request(index))

test.each([
  [1, 1024],
  [2, 1024],
  [6, 1024],
  [28, 1024],
  [29, 1024],
  [1003, 1024],
  [57, 1],
])(
  'GIVEN %i events and bodies of %i KiB WHEN planned THEN each is in exactly one request of its topic',
  (events, kib) => {
    const plan = new TrafficPlan(RUN, events, ['a', 'b', 'c'], kib)
    const numbers: number[] = []
    for (const { first, count, topic, form, id } of requestsOf(plan)) {
      for (let n = first; n < first + count; n++) {
        numbers.push(n)
        expect([plan.topicOf(n), plan.idOf(n)]).toEqual([topic, form === 'batch' || form === 'gzip' ? undefined : id])
      }
      const bytes = Buffer.byteLength(Array.from({ length: count }, (_, n) => plan.text(first + n)).join(',')) + 2
      expect(bytes).toBeLessThanOrEqual(kib * 1024)
    }
    expect(numbers.sort((a, b) => a - b)).toEqual(Array.from({ length: events }, (_, n) => n))
    expect(new Set(requestsOf(plan).map(({ id }) => id)).size).toBe(plan.requests)
    const last = plan.text(events - 1)
    expect([Buffer.byteLength(last), numberIn(last, RUN)]).toEqual([kib * 1024 - 256, events - 1])
    expect(() => JSON.parse(last)).not.toThrow()
  },
)

test('GIVEN no event WHEN planned THEN there is no request', () => {
  expect(new TrafficPlan(RUN, 0, ['a'], 64).requests).toBe(0)
})

test('GIVEN a run WHEN its events are written THEN types change as the worst clients change them, within one line', () => {
  const texts = Array.from({ length: 13 * 7 }, (_, n) => eventText(RUN, n))
  const values = texts.map((text) => /"value":(.*),"name"/.exec(text)?.[1] ?? '')

  expect(values.slice(0, 5)).toEqual(['19', '19.99', '[1,2]', '20', 'true'])
  expect(values).toContain('{"nested":{"deeper":null,"added":[{"later":1}]}}')
  // What a parser would write otherwise.
  expect(values.filter((value) => JSON.stringify(JSON.parse(value)) !== value)).toEqual(
    expect.arrayContaining(['12345678901234567890', '-0.0']),
  )
  const members = new Set(texts.map((text) => Object.keys(JSON.parse(text) as object).join()))
  expect([...members]).toEqual(['run,n,event_type,value,name', 'run,n,event_type,value,name,added'])
})

test('GIVEN texts WHEN their number is read THEN only this run has numbers', () => {
  expect(numberIn(eventText(RUN, 1234), RUN)).toBe(1234)
  for (const text of ['', '{"run":"', eventText('another', 1), `{"run":"${RUN}","m":1}`, `{"run":"${RUN}","n":x}`]) {
    expect(numberIn(text, RUN)).toBeUndefined()
  }
})
