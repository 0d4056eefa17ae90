import { expect, test } from '@jest/globals'
import { Ledger } from '../../../src/runtime/traffic/ledger.js'
import { partsOf } from '../../../src/runtime/traffic/record-text.js'
import { isExact, type Settlement } from '../../../src/runtime/traffic/settlement.js'
import { TrafficPlan } from '../../../src/runtime/traffic/traffic-plan.js'

const RUN = '0a1b2c3d-0000-4000-8000-000000000000'
const plan = new TrafficPlan(RUN, 12, ['a', 'b'], 64)
const id = (n: number): string => plan.idOf(n) ?? `0a1b2c3d-0000-5000-8000-00000000010${n.toString(16)}`

/** Twelve events, all answered 200 once, but 2 twice and 9 never. */
function settlement(topics: readonly string[]): Settlement {
  const ledger = new Ledger(plan)
  for (let n = 0; n < 12; n++) if (n !== 9) ledger.accept(n, 1, 100 + n)
  ledger.accept(2, 1, 250)
  return ledger.settlement(topics)
}
const ofA = Array.from({ length: 12 }, (_, n) => n).filter((n) => plan.topicOf(n) === 'a')

test('GIVEN the events of twelve WHEN planned THEN single ones alternate between the topics, and a batch is in one', () => {
  expect([ofA, plan.topicOf(1), plan.topicOf(3)]).toEqual([[0, 2, 4, 5, 6, 7, 8, 9, 10], 'b', 'b'])
})

test('GIVEN a place that has all that is due WHEN settled THEN nothing is missing, and a retry is one id twice', () => {
  const place = settlement(['a'])
  expect([place.total, place.missing]).toEqual([9, 9])

  for (const n of [...ofA.filter((one) => one !== 9), 2]) place.add(plan.text(n), id(n), 1000)

  const account = place.account()
  expect(place.missing).toBe(0)
  expect(account).toEqual({
    due: 9,
    dueIds: 8,
    arrived: 9,
    lost: 0,
    duplicated: 0,
    altered: 0,
    unexpected: 0,
    distinctIds: 8,
    examples: [],
  })
  expect(isExact(account)).toBe(true)
  // The times of answers are kept for 32 events together: the last one counts.
  expect(place.visibility()).toMatchObject({ max: 750, last: 750, perSecond: [0, 9] })
})

test('GIVEN each thing that can be wrong WHEN settled THEN it is counted and named', () => {
  const place = settlement(['a'])
  const altered = plan.text(4).replace('rehearsal', 'rehearsed')
  // 0 is there twice, 2 once too few, 4 has another text, 1 belongs elsewhere, 9 was refused; 5 to 8 are right, 10 has another id.
  for (const n of [0, 0, 1, 2, 5, 6, 7, 8, 9, 10]) place.add(plan.text(n), id(n))
  place.add(altered, id(4))
  for (const foreign of ['{"run":"another","n":0}', 'no JSON', plan.text(11).replace('"n":11', '"n":12')]) {
    place.add(foreign, id(11))
  }

  const account = place.account()
  expect(account).toMatchObject({ arrived: 11, lost: 1, duplicated: 1, altered: 1, unexpected: 2 })
  expect(account.examples).toEqual([4, 0, 1, 2, 9])
  expect(isExact(account)).toBe(false)
})

test('GIVEN a record with another id than the client gave WHEN settled THEN it is altered', () => {
  const place = settlement(['b'])
  place.add(plan.text(1), '00000000-0000-4000-8000-000000000000')
  expect(place.account()).toMatchObject({ altered: 1, examples: [1, 3, 11] })
})

test('GIVEN a retry that got an id of its own WHEN settled THEN one id is too many', () => {
  const ledger = new Ledger(plan)
  ledger.accept(4, 2, 0)
  const place = ledger.settlement(['a'])
  for (const [index, n] of [4, 5, 5].entries()) place.add(plan.text(n), `0a1b2c3d-0000-5000-8000-00000000000${index}`)
  const account = place.account()
  expect(account).toMatchObject({ dueIds: 2, distinctIds: 3, duplicated: 1 })
  expect(isExact(account)).toBe(false)
})

test('GIVEN records WHEN taken apart THEN the event is exactly as it was sent, whatever a client put around it', () => {
  const data = '{"a":1.0,"data":{"id":"x"}}'
  const meta = String.raw`{"project":"a","id":"${RUN}","ua":"\"data\":{","query":"id"}`
  expect(partsOf(`{"meta":${meta},"data":${data}}`)).toEqual({ id: RUN, data })
  expect(partsOf('not a record')).toEqual({ id: '', data: '' })
})
