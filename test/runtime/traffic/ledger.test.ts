import { expect, test } from '@jest/globals'
import { Ledger } from '../../../src/runtime/traffic/ledger.js'
import { eventText, numberIn } from '../../../src/runtime/traffic/marked-event.js'

const RUN = '0a1b2c3d-0000-4000-8000-000000000000'
const text = (n: number): string => eventText(RUN, n)

/** Ten events: the even ones to topic a, the others to b; all answered 200 once but 8 twice and 9 never. */
function ledger(): Ledger {
  const made = new Ledger(RUN, 10, ['a', 'b'])
  for (let n = 0; n < 10; n++) {
    made.sendTo(n, n % 2)
    if (n !== 9) made.accept(n)
  }
  made.accept(8)
  return made
}

test('GIVEN a place that has all that is due WHEN settled THEN nothing is wrong', async () => {
  const account = await ledger().settle([0, 2, 4, 6, 8, 8].map(text), ['a'])

  expect(account).toEqual({ arrived: 6, lost: 0, duplicated: 0, altered: 0, unexpected: 0, examples: [] })
})

test('GIVEN each thing that can be wrong WHEN settled THEN it is counted and named', async () => {
  // 0 is missing, 2 is there twice, 4 has another number, 1 belongs elsewhere, 9 was refused, 6 and one 8 are right.
  const altered = text(4).replace('rehearsal', 'rehearsed')
  const foreign = ['{"run":"another","n":0}', 'no JSON', text(10)]
  const account = await ledger().settle(
    [text(2), text(2), altered, text(1), text(9), text(6), text(8), ...foreign],
    ['a'],
  )

  expect(account).toEqual({
    arrived: 7,
    lost: 2,
    duplicated: 1,
    altered: 1,
    unexpected: 2,
    examples: [4, 0, 1, 2, 8],
  })
})

test('GIVEN a run WHEN its events are written THEN each has its number, and types that change from one to the next', () => {
  const values = Array.from({ length: 8 }, (_, n) => (JSON.parse(text(n)) as { value: unknown }).value)

  expect(values.map((value) => (Array.isArray(value) ? 'list' : typeof value))).toEqual([
    'number',
    'number',
    'list',
    'boolean',
    'object',
    'string',
    'number',
    'number',
  ])
  expect([numberIn(text(1234), RUN), numberIn(text(1), 'another')]).toEqual([1234, undefined])
})
