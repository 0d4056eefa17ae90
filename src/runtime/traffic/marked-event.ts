/**
 * Values as JSON texts, in the order in which the events have them: a sink that infers types from the first would alter the next or
 * stop, and one that parses would write another number than was sent.
 */
const VALUES = [
  '19',
  '19.99',
  '[1,2]',
  '20',
  'true',
  '{"nested":{"deeper":null}}',
  '{"nested":{"deeper":null,"added":[{"later":1}]}}',
  '"text"',
  '"19"',
  'null',
  '12345678901234567890',
  '-0.0',
  '1e-7',
] as const

/** Every so many events there is a member that the others do not have. */
const ADDED_EACH = 7

/** The text of event number `n` of a run, the same for the same numbers. A run's name needs no escape in JSON. */
export function eventText(run: string, n: number): string {
  const added = n % ADDED_EACH === ADDED_EACH - 1 ? ',"added":{"key":1}' : ''
  const value = VALUES[n % VALUES.length]
  return `{"run":"${run}","n":${n},"event_type":"rehearsal","value":${value},"name":"name ${n} ä 中"${added}}`
}

/** An event of exactly so many bytes. */
export function largeEventText(run: string, n: number, bytes: number): string {
  const head = `{"run":"${run}","n":${n},"event_type":"rehearsal","value":"`
  return `${head}${'x'.repeat(Math.max(0, bytes - head.length - 2))}"}`
}

/** The number that an event's text holds; undefined where it is not of this run. */
export function numberIn(text: string, run: string): number | undefined {
  const at = HEAD.length + run.length
  if (!text.startsWith(HEAD) || !text.startsWith(run, HEAD.length) || !text.startsWith(NUMBER, at)) return undefined
  const n = Number.parseInt(text.slice(at + NUMBER.length, at + NUMBER.length + 16), 10)
  return Number.isSafeInteger(n) ? n : undefined
}

const HEAD = '{"run":"'
const NUMBER = '","n":'
