/** A record, and what must be in the table for it: nothing is said about a column that is not here. */
export interface HostileEvent {
  readonly value: string | null
  readonly row: Readonly<Record<string, unknown>>
}

/** Typed columns that the events are made for, one of each type. */
export const HOSTILE_COLUMNS = [
  { name: 'label', type: 'string', path: 'data.label' },
  { name: 'small', type: 'int', path: 'data.small' },
  { name: 'count', type: 'long', path: 'data.count' },
  { name: 'ratio', type: 'float', path: 'data.ratio' },
  { name: 'amount', type: 'double', path: 'data.amount' },
  { name: 'paid', type: 'boolean', path: 'data.paid' },
  { name: 'day', type: 'date', path: 'data.day' },
  { name: 'at', type: 'timestamp', path: 'data.at' },
] as const

const LARGE = 1_000_000
const NULLS = Object.fromEntries(HOSTILE_COLUMNS.map(({ name }) => [name, undefined]))

/** Members of `data` beside a number, and the columns that they fill; every other typed column is NULL. */
const MEMBERS: readonly (readonly [members: string, columns: Readonly<Record<string, unknown>>])[] = [
  ['"amount":19', { amount: 19 }],
  ['"amount":19.99', { amount: 19.99 }],
  ['"amount":"19"', {}],
  ['"amount":[19]', {}],
  ['"amount":true', {}],
  ['"amount":{"value":19,"currency":"EUR"}', {}],
  ['"amount":null', {}],
  ['"amount":12345678901234567890', { amount: 12345678901234567890 }],
  ['"amount":1e400', {}],
  ['"amount":-1e400', {}],
  ['"amount":1e-400', {}],
  ['"amount":1e41,"ratio":1e41', { amount: 1e41 }],
  ['"amount":1,"amount":2', { amount: 2 }],
  ['"ratio":0.5,"small":-2147483648', { ratio: 0.5, small: -2147483648 }],
  ['"small":2147483648,"count":2147483648', { count: 2147483648n }],
  ['"count":9223372036854775807', { count: 9223372036854775807n }],
  ['"count":9223372036854775808', {}],
  ['"count":-9223372036854775808', { count: -9223372036854775808n }],
  ['"count":12345678901234567890', {}],
  ['"count":19.99,"small":1.9e1', { small: 19 }],
  [`"count":${'9'.repeat(1500)}`, {}],
  ['"paid":true', { paid: true }],
  ['"paid":"true","day":20000', {}],
  ['"paid":[true]', {}],
  ['"day":"2026-11-28"', { day: new Date('2026-11-28') }],
  ['"day":"2026-02-29"', {}],
  ['"at":1764331200123', { at: new Date(1764331200123) }],
  ['"at":"2025-11-28T20:00:00.123+08:00"', { at: new Date(1764331200123) }],
  ['"at":"2025-11-28T20:00:00"', {}],
  ['"at":9223372036854775807', {}],
  ['"label":"\\u00e9\\n\\ud83d\\ude00"', { label: 'é\n😀' }],
  ['"label":"\\ud83d"', {}],
  ['"label":"\\u0000"', { label: '\u0000' }],
  ['"label":1.50', { label: '1.50' }],
  ['"label":{ "a" : [ ] }', { label: '{ "a" : [ ] }' }],
  ['"":"","__proto__":{"a":1},"constructor":1,"new":{"key":{"of":"any"}}', {}],
  ['"\\u0061mount":5 , "data" : { "amount" : 6 }', { amount: 5 }],
  ['"text":"\u2028\u007f / \\/ 日本語 😀"', {}],
]

/** Values of `data` that are no objects with a number in them. */
const VALUES: readonly ((n: number) => string)[] = [
  (n) => `${n}.990`,
  (n) => `-${n}e400`,
  (n) => `"${n} \\ud83d"`,
  (n) => `[ ${n} , [ ] , { } ]`,
  (n) => `${'['.repeat(2000)}${n}${']'.repeat(2000)}`,
  (n) => `${'{"a":'.repeat(2000)}${n}${'}'.repeat(2000)}`,
]

/** Records that are no JSON. */
const NOT_JSON: readonly ((n: number) => string)[] = [
  (n) => `GET /collect?n=${n} HTTP/1.1`,
  (n) => `{"meta":{"id":"broken-${n}"},"data":{"n":${n}`,
  (n) => `{"meta":{"id":"two-${n}"},"data":1}{"data":2}`,
  (n) => `{'meta':${n}}`,
  (n) => `{"data":{"n":0${n}}}`,
  (n) => `{"data":"${n}\n"}`,
  (n) => `{"data":${n},}`,
  (n) => `{"data":NaN,"n":${n}}`,
  (n) => `\u0000${n}`,
]

/** JSON that no collector of ours makes. */
const STRANGE: readonly ((n: number) => HostileEvent)[] = [
  (n) => whole(`[${n}]`),
  (n) => whole(`"text ${n}"`),
  (n) => whole(`${n}`),
  (n) => whole(`{"n":${n}}`),
  (n) => ({ value: `{"meta":[${n}],"data":{"n":${n}}}`, row: { data: `{"n":${n}}`, event_id: undefined } }),
  (n) => ({
    value: `{"data":{"n":${n}},"meta":{"id":${n},"ctime":"abc","project":{"a":1},"ua":"\\ud83d","ip":null}}`,
    row: { data: `{"n":${n}}`, event_id: `${n}`, ctime: undefined, project: '{"a":1}', user_agent: undefined },
  }),
  (n) => ({
    value: ` {"meta" : {"id":"first"}, "meta":{"id":"${n}"}, "data":1, "data" : {"n":${n}} } `,
    row: { data: `{"n":${n}}`, event_id: `${n}` },
  }),
]

const whole = (value: string): HostileEvent => ({ value, row: { data: value, event_id: undefined, ...NULLS } })

const collected = (n: number, data: string, columns: Readonly<Record<string, unknown>> = {}): HostileEvent => ({
  value: `{"meta":{"project":"shop","ctime":${1764331200000 + n},"ip":"203.0.113.9","id":"e-${n}","ua":"A \\"b\\"","query":"a=1&b=%20"},"data":${data}}`,
  row: {
    data,
    event_id: `e-${n}`,
    project: 'shop',
    ctime: BigInt(1764331200000 + n),
    ip: '203.0.113.9',
    user_agent: 'A "b"',
    query: 'a=1&b=%20',
    ...NULLS,
    ...columns,
  },
})

const KINDS: readonly ((n: number) => HostileEvent)[] = [
  ...MEMBERS.map(
    ([members, columns]) =>
      (n: number) =>
        collected(n, `{"n":${n},${members}}`, columns),
  ),
  ...VALUES.map((value) => (n: number) => collected(n, value(n))),
  ...NOT_JSON.map((value) => (n: number) => whole(value(n))),
  ...STRANGE,
]

/** That many events of every kind in turn, no two with the same `data`; then five of 1 MB, an empty one and a tombstone. */
export const hostileEvents = (count: number): HostileEvent[] => [
  ...Array.from({ length: count }, (_, index) => (KINDS[index % KINDS.length] ?? whole.bind(null, ''))(index + 1)),
  ...Array.from({ length: 5 }, (_, index) => collected(LARGE + index, `"${index}${'é'.repeat(LARGE / 2)}"`)),
  whole(''),
  { value: null, row: { data: undefined, event_id: undefined } },
]
