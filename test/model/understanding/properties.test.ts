import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { applyTurn } from '../../../src/model/offline/apply-turn.js'
import { SpecDraft } from '../../../src/spec/index.js'
import { codePoint } from '../../support/code-point.js'

interface Talk {
  readonly turns: readonly string[]
}

const folder = new URL('../../conversations/', import.meta.url)
const TURNS = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .flatMap((name) => JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as Talk[])
  .flatMap(({ turns }) => turns)

const SCRAPS = [
  '\u0000',
  '\u0001',
  '\r\n',
  '\t',
  '|',
  '| region | cluster |\n|---|---|\n| ',
  '{"cluster":',
  '{"a":{"b":[1,2,{"c":',
  '}',
  'kafka:\n  cluster: &a [*a, *a]\n',
  'topics:\n  - name: ',
  ' - ',
  ';',
  '，',
  '。',
  '集群',
  '桶是',
  '五万条/秒',
  '😀',
  '\ud83d',
  '$(reboot)',
  '{{this}}',
  '../../etc/passwd',
  '"',
  "'",
  '`',
  'not ',
  'instead of ',
  'which is better for 30k events/s at 2 KB?',
  'half a kilobyte',
  's3://a-b-c/d/',
  'arn:aws:kafka:eu-west-1:123456789012:cluster/x/y',
  'x'.repeat(2000),
  '9'.repeat(400),
  ' '.repeat(1500),
]

/** A turn of the corpus cut somewhere, doubled, or with a scrap put in. */
const mutated = fc
  .tuple(fc.constantFrom(...TURNS), fc.constantFrom(...TURNS), fc.constantFrom(...SCRAPS), fc.nat(400), fc.nat(3))
  .map(([turn, other, scrap, at, kind]) => {
    const cut = at % (turn.length + 1)
    if (kind === 0) return turn.slice(0, cut) + scrap + turn.slice(cut)
    if (kind === 1) return turn.slice(cut) + scrap
    if (kind === 2) return turn.slice(0, cut) + other.slice(cut % (other.length + 1))
    return `${scrap}${turn}\n${other}`
  })
const anything = fc.oneof(
  { weight: 6, arbitrary: mutated },
  { weight: 1, arbitrary: fc.string({ unit: codePoint, maxLength: 300 }) },
  { weight: 2, arbitrary: fc.array(fc.constantFrom(...SCRAPS), { maxLength: 12 }).map((parts) => parts.join('')) },
)

/** Everything that a turn comes to, and what breaks a promise. */
function outcome(turns: readonly string[]): { readonly state: string; readonly broken: readonly string[] } {
  const draft = new SpecDraft()
  const broken: string[] = []
  for (const turn of turns) {
    const before = new Set(draft.statements().map(({ quote }) => quote))
    const { understanding, rejected } = applyTurn(draft, turn)
    for (const { path, quote } of understanding.statements) {
      const isMoved = before.has(quote)
      if (quote === '' || !(turn.includes(quote) || isMoved)) broken.push(`${path} quotes ${JSON.stringify(quote)}`)
    }
    const asked = new Set(draft.result().questions.map(({ path }) => path))
    for (const { path } of rejected)
      if (path === undefined || !asked.has(path)) broken.push(`${String(path)} is refused unasked`)
  }
  return { state: JSON.stringify(draft.toJSON()), broken }
}

describe('understanding', () => {
  it('takes any text: no crash, quotes that were typed, nothing refused without a question, the same result twice', () => {
    // GIVEN arbitrary turns, most of them real ones that were damaged
    fc.assert(
      fc.property(anything, fc.nat(7), (turn, kind) => {
        const turns = kind === 1 ? ['cluster orders-prod, bucket orders-raw, topics clicks and views', turn] : [turn]
        // WHEN they are understood, one in eight a second time
        const first = outcome(turns)
        const again = kind === 0 ? outcome(turns) : first
        // THEN no promise is broken, and both came to the same
        expect(first).toEqual({ state: again.state, broken: [] })
      }),
      { numRuns: 1000, seed: 4 },
    )
  })

  it('reads a turn of 100 KB in less than a second of processor time', () => {
    // GIVEN long turns of several kinds
    const long = [
      'cluster orders-prod and bucket orders-raw, '.repeat(2400),
      '| topic | partitions |\n|---|---|\n'.padEnd(100_000, '| clicks | 12 |\n'),
      'kafka:\n'.padEnd(100_000, '  cluster: z-msk\n'),
      '{"a":'.repeat(20_000),
      'region=eu-west-1;'.repeat(6000),
      ' '.repeat(100_000),
      '每秒五万条，'.repeat(16_000),
    ]
    const slow = long.flatMap((turn) => {
      // WHEN each is understood
      const start = process.cpuUsage()
      applyTurn(new SpecDraft(), turn)
      const { user, system } = process.cpuUsage(start)
      const milliseconds = Math.round((user + system) / 1000)
      return milliseconds < 1000 ? [] : [`${turn.slice(0, 20)} took ${milliseconds} ms`]
    })
    // THEN none takes a second
    expect(slow).toEqual([])
  })
})
