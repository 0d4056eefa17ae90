import fc from 'fast-check'
import { specSchema, type Solution, type Spec } from '../../src/spec/schema.js'
import { codePoint } from './code-point.js'
import { containerSpec } from './container-spec.js'

const LETTERS = 'abcdefghijklmnopqrstuvwxyz'
const ALNUM = `${LETTERS}${LETTERS.toUpperCase()}0123456789`

const from = (characters: string, max: number): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom(...characters), minLength: 1, maxLength: max })

/** Names that mean something to nginx, Handlebars, Lua or YAML, and that the schema allows all the same. */
const WORDS = [
  'default',
  'include',
  'volatile',
  'hostnames',
  'null',
  'true',
  '1e3',
  '0x1',
  '-1',
  '~',
  'end',
  '..a',
  '---',
]

const topic = fc
  .oneof(from(`${ALNUM}._-`, 40), fc.constantFrom(...WORDS))
  .filter((name) => specSchema.shape.collector.shape.routing.shape.default.safeParse(name).success)
const path = from(`${ALNUM}._~-/`, 40).map((text) => `/${text}`)
const host = from(`${LETTERS}0123456789-.`, 30)
const origin = fc.tuple(fc.constantFrom('http', 'https'), host).map(([scheme, name]) => `${scheme}://${name}`)
const header = fc.tuple(from(LETTERS, 1), from(`${ALNUM}-`, 30)).map((parts) => parts.join(''))
const mirror = fc.tuple(host, from(`${LETTERS}0123456789._-`, 20)).map((parts) => parts.join('/'))

/** Specs that the schema accepts, with every string that the containers' files hold at its wildest. */
export const allowedSpec = (solution: Solution): fc.Arbitrary<Spec> =>
  fc
    .record({
      paths: fc.uniqueArray(path, { minLength: 1, maxLength: 4 }),
      corsOrigins: fc.uniqueArray(origin, { maxLength: 4 }),
      header,
      topics: fc.uniqueArray(topic, { minLength: 1, maxLength: 6 }),
      trustedHops: fc.nat(10),
      maxBodyKiB: fc.integer({ min: 1, max: 10240 }),
      ip: fc.constantFrom('full', 'truncated', 'none'),
      durability: fc.constantFrom('acknowledged', 'buffered'),
      auth: fc.constantFrom('none', 'tls', 'scram', ...(solution === 'nginx-lua' ? ['iam'] : [])),
      cpu: fc.constantFrom(256, 1024, 4096),
      imageMirror: fc.option(mirror, { nil: undefined }),
    })
    .map(({ paths, corsOrigins, header, topics, trustedHops, maxBodyKiB, ip, durability, auth, cpu, imageMirror }) => {
      const base = containerSpec(solution)
      return {
        ...base,
        collector: {
          ...base.collector,
          ...{ paths, corsOrigins, trustedHops, maxBodyKiB, durability },
          routing: { header, default: topics[0], topics, key: 'none' },
          meta: { ...base.collector.meta, ip },
          tasks: { ...base.collector.tasks, cpu },
        },
        kafka: { ...base.kafka, auth },
        platform: imageMirror === undefined ? {} : { imageMirror },
      }
    })
    .map((spec) => specSchema.safeParse(spec))
    .filter((parsed) => parsed.success)
    .map((parsed) => parsed.data)

/** Any text at all, with what breaks quoting more often than chance would have it. */
export const hostileText: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '\u0000',
        '"',
        "'",
        '\\',
        '\n',
        '\r',
        ';',
        '{',
        '}',
        '{{',
        '}}',
        '{{{',
        '$',
        '${PATH}',
        '#',
        '`',
        ']]',
        '--',
        ': ',
        '\u2028',
        '\ud800',
        '\u0085',
        '%0a',
      ),
      fc.string({ maxLength: 6, unit: codePoint }),
    ),
    { minLength: 1, maxLength: 6 },
  )
  .map((parts) => parts.join(''))
