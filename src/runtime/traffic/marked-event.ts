/** How events are sent: as websites and apps send them. */
export type Form = 'json' | 'base64' | 'batch' | 'gzip' | 'retried'

/** Events in one request of a form. */
export const EVENTS_IN: Readonly<Record<Form, number>> = { json: 1, base64: 1, batch: 10, gzip: 10, retried: 1 }

/**
 * The text of event number `n` of a run, the same for the same numbers. Types change from one event to the next, as strangers' events
 * do: a sink that infers types from the first would alter the second or stop.
 */
export function eventText(run: string, n: number): string {
  return JSON.stringify({ run, n, event_type: 'rehearsal', value: VALUES[n % VALUES.length], name: `name ${n} ä 中` })
}

const VALUES = [19, 19.99, [1, 2], true, { nested: { deeper: null } }, 'text', 12345678901234567, 1e-7] as const

/** The number that an event's text holds; undefined where it is not of this run. */
export function numberIn(text: string, run: string): number | undefined {
  const head = `{"run":${JSON.stringify(run)},"n":`
  if (!text.startsWith(head)) return undefined
  const n = Number.parseInt(text.slice(head.length), 10)
  return Number.isSafeInteger(n) ? n : undefined
}
