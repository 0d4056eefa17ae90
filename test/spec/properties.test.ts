import { readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { stringify } from 'yaml'
import { z } from 'zod'
import { ClickstreamError } from '../../src/errors.js'
import {
  checkSpec,
  leafSchemasAt,
  leavesOf,
  NEEDS,
  parseSpecText,
  renderSpec,
  resolveSpec,
  SpecDraft,
  specSchema,
  type PartialSpec,
  type Spec,
} from '../../src/spec/index.js'
import { decodeSpec } from '../../src/spec/spec-text.js'
import { codePoint } from '../support/code-point.js'
import { LEAST } from './specs.js'

const EXAMPLE = readFileSync('test/spec/fixtures/design-example.txt', 'utf8')
const NASTY = [
  '{{x}}',
  '${x}',
  ';',
  '}',
  '\0',
  '\u202e',
  '"',
  "'",
  '&a',
  '*a',
  '!!x',
  '<<: *a',
  '- ',
  '? ',
  '%',
  '\t',
  '\r',
  '---',
  '...',
  '#',
  ': ',
  '[',
  '{',
  '__proto__',
  'constructor',
  '🙂',
  '\ud800',
  '1e999',
  '0x7fffffff',
  '~',
  'null',
]

/** Runs what reads input from outside: it may refuse, but only with an error of ours that has a code and exit code 3. */
function refusesOnly(run: () => unknown): void {
  try {
    run()
  } catch (error) {
    if (!(error instanceof ClickstreamError)) throw error
    const { exitCode, code, message, problems } = error
    // `expect` costs as much as reading a file: it is not asked about each of thousands.
    if (exitCode !== 3 || code === '' || message === '' || problems.length === 0)
      throw new Error(`a refusal without its parts: ${JSON.stringify(error)}`)
  }
}

const mutation = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  cut: fc.integer({ min: 0, max: 40 }),
  text: fc.oneof(fc.constantFrom(...NASTY), fc.string({ maxLength: 12 })),
})
const LEAVES = leavesOf(specSchema.parse(resolveSpec({ spec: parseSpecText(EXAMPLE).spec }).spec)).map(([path]) => path)
const leaf = fc.oneof(
  fc.string({ maxLength: 80 }),
  fc.constantFrom(
    'us-east-1',
    'my-bucket',
    'app_logs',
    'web_logs',
    'iam',
    'scram',
    'nginx-vector',
    'nginx-lua',
    'iceberg',
    's3-json',
    'events',
    'backup',
    ...NASTY,
  ),
  fc.integer({ min: -10, max: 100_000 }),
  fc.boolean(),
  fc.array(fc.oneof(fc.constantFrom('app_logs', '/a', 's3-json', 'iceberg', ...NEEDS), fc.string({ maxLength: 8 })), {
    maxLength: 4,
  }),
)

describe('whatever comes in: 3,600 files, 4,000 statements', () => {
  test('3000 files of any bytes are read or refused', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array({ maxLength: 300 }),
          fc.string({ maxLength: 300, unit: codePoint }).map((text) => Buffer.from(text)),
          fc
            .array(fc.constantFrom(...NASTY, '\n', ' ', 'a'), { maxLength: 60 })
            .map((parts) => Buffer.from(parts.join(''))),
        ),
        (bytes) => refusesOnly(() => parseSpecText(decodeSpec(bytes))),
      ),
      { numRuns: 3000 },
    )
  })

  test('200 spoiled copies of the example are read or refused', () => {
    fc.assert(
      fc.property(fc.array(mutation, { minLength: 1, maxLength: 3 }), (mutations) => {
        const text = mutations.reduce((before, { at, cut, text: piece }) => {
          const index = Math.floor(at * before.length)
          return before.slice(0, index) + piece + before.slice(index + cut)
        }, EXAMPLE)
        refusesOnly(() => checkSpec(resolveSpec(parseSpecText(decodeSpec(Buffer.from(text)))).spec))
      }),
      { numRuns: 200 },
    )
  })

  test('400 YAML values of any shape are read or refused', () => {
    const value = fc.dictionary(
      fc.constantFrom('region', 'collector', 'topics', 'sinks', 'kafka', 'tags', 'images', 'name', 'x'),
      fc.jsonValue({ maxDepth: 4 }),
    )
    fc.assert(
      fc.property(value, (content) => refusesOnly(() => resolveSpec(parseSpecText(stringify(content))))),
      { numRuns: 400 },
    )
  })

  test('4000 statements: an invalid value is never stored, and every result holds together', () => {
    const path = fc.oneof(
      fc.constantFrom(
        ...LEAVES,
        'topics.3.name',
        'topics.1.partitions',
        'sinks.2.type',
        'sinks.3.table',
        'sinks.0.table',
        'intent.bucket',
        'intent.without',
        'intent.needs',
        'intent.average.count',
        'intent.average.seconds',
        'intent.peakFactor',
        'tags.a.b',
        'images.tag',
        'kafka.secretArn',
      ),
      fc.string({ maxLength: 20 }),
    )
    const step = fc.oneof(
      { weight: 8, arbitrary: fc.record({ path, value: leaf }) },
      {
        weight: 1,
        arbitrary: fc.record({ retract: fc.oneof(path, fc.constantFrom('sinks', 'sinks.0', 'topics', 'topics.0')) }),
      },
    )
    let statements = 0
    fc.assert(
      fc.property(fc.array(step, { minLength: 20, maxLength: 20 }), fc.boolean(), (steps, isComplete) => {
        const draft = new SpecDraft()
        draft.addTurn('said')
        if (isComplete) {
          draft.state({ path: 'region', value: 'us-east-1', quote: 'said' })
          draft.state({ path: 'kafka.cluster', value: 'c1', quote: 'said' })
          draft.state({ path: 'intent.bucket', value: 'my-bucket', quote: 'said' })
        }
        for (const entry of steps) {
          if ('retract' in entry) draft.retract(entry.retract)
          else draft.state({ ...entry, quote: 'said' })
          statements++
        }
        for (const stated of draft.statements()) {
          expect(leafSchemasAt(stated.path).some((schema) => z.safeParse(schema, stated.value).success)).toBe(true)
        }
        const { spec, provenance, questions, ready } = draft.result()
        expect(ready).toBe(questions.length === 0)
        expect(Object.keys(provenance).sort()).toEqual(
          leavesOf(spec)
            .map(([key]) => key)
            .sort(),
        )
        if (ready) expect(specSchema.safeParse(spec).success).toBe(true)
        if (ready) expect(checkSpec(spec as Spec)).toEqual([])
      }),
      { numRuns: 250 },
    )
    expect(statements).toBeGreaterThanOrEqual(4000)
  })

  test('50 specs are read back from the file that they are written to', () => {
    const parts = fc.record<PartialSpec>(
      {
        name: fc.stringMatching(/^[a-z][a-z0-9-]{1,22}[a-z0-9]$/),
        account: fc.stringMatching(/^[0-9]{12}$/),
        topics: fc
          .uniqueArray(fc.stringMatching(/^[a-z][a-z0-9_]{1,20}$/), { minLength: 1, maxLength: 4 })
          .map((names) => names.map((name) => ({ name }))),
        tags: fc.dictionary(
          fc.stringMatching(/^[a-zA-Z.: -]{1,12}$/).filter((key) => !/^aws:/i.test(key)),
          fc.stringMatching(/^[a-z0-9 :.-]{0,12}$/),
        ),
        collector: fc.record({
          load: fc.record({
            peakEventsPerSecond: fc.integer({ min: 1, max: 10_000_000 }),
            averageEventBytes: fc.integer({ min: 1, max: 100_000 }),
          }),
        }),
      },
      { requiredKeys: [] },
    )
    fc.assert(
      fc.property(parts, (some) => {
        const resolved = resolveSpec({ spec: { ...LEAST, ...some } })
        expect(Object.keys(resolved.provenance).sort()).toEqual(
          leavesOf(resolved.spec)
            .map(([path]) => path)
            .sort(),
        )
        expect(resolveSpec(parseSpecText(renderSpec(resolved))).spec).toEqual(resolved.spec)
      }),
      { numRuns: 50 },
    )
  })
})
