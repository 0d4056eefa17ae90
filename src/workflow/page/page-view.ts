import type { Fact } from '../../site/site.js'
import type { RehearsalRecord } from '../rehearsal-record.js'
import { flowPicture } from './flow-picture.js'
import { latencyPlot } from './latency-plot.js'
import { counted, duration, whole } from './numbers.js'
import { verdictOf } from './verdict.js'
import { legend, visibilityPlot } from './visibility-plot.js'

const STATES = { done: '✓', failed: '✗', 'not reached': '–' } as const

/** Everything that the page says, as the template takes it: texts and numbers that are ready to be read. */
export function pageView(record: RehearsalRecord): object {
  const { name, started, seconds, steps, traffic, differences, summary = [], faults = [] } = record
  const verdict = verdictOf(record)
  return {
    title: `Rehearsal of ${name}: ${verdict.passed ? 'passed' : 'not passed'}`,
    name,
    started,
    startedText: `${started.slice(0, 10)} at ${started.slice(11, 16)} UTC`,
    took: duration(seconds * 1000),
    verdict: {
      ...verdict,
      missing: differences.flatMap(({ missing, what }) => (missing === undefined ? [] : [what])),
      style: verdict.passed ? 'passed' : 'failed',
      word: verdict.passed ? 'Passed' : 'Not passed',
    },
    tiles: tiles(record),
    summary,
    flow: flowPicture(record) ?? false,
    steps: steps.map((step, index) => ({
      number: index + 1,
      title: step.title,
      state: step.state,
      style: step.state.replace(' ', '-'),
      sign: STATES[step.state],
      took: step.state === 'not reached' ? '' : stepTook(step.seconds),
      plan: step.plan,
      facts: step.facts.map(factView),
    })),
    traffic: traffic !== undefined && trafficView(traffic),
    faults: faults.map((fault) => ({
      ...fault,
      took: duration(fault.seconds * 1000),
      facts: fault.facts.map(factView),
    })),
    differences,
  }
}

/** Steps that only look take no time worth its digits. */
function stepTook(seconds: number): string {
  return seconds < 0.01 ? '< 10 ms' : duration(seconds * 1000)
}

function factView({ what, found, ok }: Fact): object {
  return { what, found, ok, style: ok ? 'ok' : 'wrong', sign: ok ? '✓' : '✗', word: ok ? 'as it has to be' : 'wrong' }
}

/** The figures that one asks for first; none where nothing was sent. */
function tiles({ traffic }: RehearsalRecord): object[] {
  if (traffic === undefined) return []
  const { acceptedEvents, latency, places } = traffic
  const worst = (key: 'lost' | 'duplicated' | 'altered'): number => places.reduce((sum, place) => sum + place[key], 0)
  const slowest = Math.max(0, ...places.map(({ visibility }) => visibility?.max ?? 0))
  const fault = (value: number, what: string): object => ({
    value: whole(value),
    what,
    style: value === 0 ? 'ok' : 'wrong',
  })
  return [
    { value: whole(acceptedEvents), what: 'events accepted', style: '' },
    fault(worst('lost'), 'lost'),
    fault(worst('duplicated'), 'duplicated'),
    fault(worst('altered'), 'altered'),
    { value: duration(latency.p99), what: 'p99 of an answer', style: '' },
    { value: duration(slowest), what: 'longest until visible', style: '' },
  ]
}

type Traffic = NonNullable<RehearsalRecord['traffic']>

function trafficView(traffic: Traffic): object {
  const { places, refusals, latency, seconds, sent, requests, again, refused, largestEventBytes, deadLetters } = traffic
  const rate = seconds > 0 ? sent / seconds : 0
  const twice = traffic.accepted - traffic.acceptedEvents
  return {
    twice:
      twice > 0 &&
      `${counted(twice, 'event')} came twice with the same id, as from a client that heard no answer, and got a 200 each time: ` +
        'such an event is due twice, and has one id.',
    sending: [
      `${counted(sent, 'event')} in ${counted(requests, 'request')}: single, in batches, compressed, in base64, and some twice with the same id`,
      `${duration(seconds * 1000)}, ${whole(rate)} events a second`,
      `types changed from one event to the next; the largest event had ${whole(largestEventBytes)} bytes`,
      ...(again > 0 ? [`${counted(again, 'request')} sent again after 429, 503 or no answer`] : []),
      ...Object.entries(refused).map(([status, count]) => `${counted(count, 'event')} refused in the end: ${status}`),
      `${counted(deadLetters, 'record')} in dead-letter topics`,
    ],
    places: places.map(({ name, topics, exact, distinctIds, dueIds, visibility, ...counts }) => ({
      name,
      topics: topics.join(', '),
      style: exact ? 'ok' : 'wrong',
      due: whole(counts.due),
      arrived: whole(counts.arrived),
      faults: (['lost', 'duplicated', 'altered', 'unexpected'] as const).map((key) => ({
        value: whole(counts[key]),
        style: counts[key] === 0 ? 'ok' : 'wrong',
      })),
      ids: { value: `${whole(distinctIds)} of ${whole(dueIds)}`, style: distinctIds === dueIds ? 'ok' : 'wrong' },
      visible: visibility !== undefined && {
        p50: duration(visibility.p50),
        p90: duration(visibility.p90),
        p99: duration(visibility.p99),
        max: duration(visibility.max),
      },
    })),
    refusals: refusals.map(({ what, due, found, ok }) => ({
      what,
      due,
      found: found === 0 ? 'no answer' : String(found),
      style: ok ? 'ok' : 'wrong',
    })),
    latency: latencyPlot(latency),
    quantiles: (['p50', 'p90', 'p99', 'max'] as const).map((key) => ({
      name: key === 'max' ? 'longest' : key,
      value: duration(latency[key]),
    })),
    visibility: visibilityPlot(traffic),
    legend: legend(traffic),
  }
}
