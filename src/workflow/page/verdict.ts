import type { PlaceReport, TrafficReport } from '../../runtime/traffic/index.js'
import type { Fact } from '../../site/site.js'
import type { RehearsalRecord } from '../rehearsal-record.js'
import { counted, duration, whole } from './numbers.js'

/** What a rehearsal comes to, before everything else. */
export interface Verdict {
  readonly passed: boolean
  readonly headline: string
  /** What stands behind it, a sentence each. */
  readonly reasons: readonly string[]
}

/** The verdict follows from the steps and from the account; where nothing was sent, nothing is proven. */
export function verdictOf({ steps, traffic, faults = [], seconds }: RehearsalRecord): Verdict {
  const failed = steps.find(({ state }) => state === 'failed')
  const notSurvived = said(faults.flatMap(({ facts }) => facts))
  if (traffic !== undefined && !traffic.passed) {
    return {
      passed: false,
      headline: 'Not every event is where it belongs, once and unaltered',
      reasons: [...wrongIn(traffic), ...notSurvived],
    }
  }
  if (failed !== undefined) {
    return { passed: false, headline: `Stopped at “${failed.title}”`, reasons: [...said(failed.facts), ...notSurvived] }
  }
  if (notSurvived.length > 0) return { passed: false, headline: 'A fault was not survived', reasons: notSurvived }
  if (traffic === undefined || steps.some(({ state }) => state !== 'done')) {
    return { passed: false, headline: 'Not finished, so nothing is proven', reasons: [] }
  }
  return {
    passed: true,
    headline: 'Every event that was accepted is in Kafka and in every sink, once and unaltered',
    reasons: [
      `${counted(traffic.sent, 'event')} sent, ${whole(traffic.acceptedEvents)} accepted, 0 lost, 0 duplicated, 0 altered ` +
        `in Kafka and ${counted(traffic.places.length - 1, 'sink')}; all of it in ${duration(seconds * 1000)}.`,
    ],
  }
}

/** What is not as it has to be. */
function said(facts: readonly Fact[]): string[] {
  return facts.filter(({ ok }) => !ok).map(({ what, found }) => `${what}: ${found}`)
}

function wrongIn({ refused, refusals, places, deadLetters }: TrafficReport): string[] {
  return [
    ...places.filter(({ exact }) => !exact).map((place) => `${place.name}: ${wrongOf(place)}.`),
    ...Object.entries(refused).map(
      ([status, count]) => `${counted(count, 'event')} got ${status === 'none' ? 'no answer' : status} in the end.`,
    ),
    ...refusals
      .filter(({ ok }) => !ok)
      .map(({ what, due, found }) => `The answer to ${what} was ${found === 0 ? 'none' : found}, not ${due}.`),
    ...(deadLetters > 0 ? [`${counted(deadLetters, 'record')} in dead-letter topics.`] : []),
  ]
}

function wrongOf({ lost, duplicated, altered, unexpected, distinctIds, dueIds, examples }: PlaceReport): string {
  const counts = { lost, duplicated, altered, unexpected }
  const said = Object.entries(counts).flatMap(([what, count]) => (count > 0 ? [`${whole(count)} ${what}`] : []))
  if (distinctIds !== dueIds) said.push(`${whole(distinctIds)} different ids where ${whole(dueIds)} are due`)
  return `${said.join(', ')}${examples.length > 0 ? ` (look at event ${examples.join(', ')})` : ''}`
}
