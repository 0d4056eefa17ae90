import { endAll, openAssembly, runFolder } from '../site/index.js'
import { writePage } from '../workflow/page/index.js'
import { rehearse } from '../workflow/rehearse.js'
import type { RehearsalRecord } from '../workflow/rehearsal-record.js'
import type { Style } from '../report/style.js'
import { table } from '../report/text.js'
import type { Context } from './context.js'
import { differencesText, missingText } from './differences-text.js'
import { endOnSignal } from './end-on-signal.js'

/** `clickstream rehearse`: runs a project on this machine, sends events through it, and accounts for each. */
export async function rehearseProject(
  { reporter, env }: Context,
  project: string,
  options: { readonly events: number; readonly rate: number; readonly keep?: boolean },
): Promise<number> {
  const folder = runFolder(openAssembly(project))
  const { record, error } = await endOnSignal(folder, async () => {
    try {
      return await rehearse(project, { reporter, env, events: options.events, rate: options.rate })
    } finally {
      if (options.keep !== true) await endAll(folder)
    }
  })
  const page = await writePage(folder, record)
  if (error !== undefined) throw error
  reporter.document({ ...record, page }, (style) => `${text(record, style)}\n\n${style.bold('Page')}\n  ${page}`)
  return record.passed ? 0 : 1
}

function text({ passed, traffic, differences }: RehearsalRecord, style: Style): string {
  if (traffic === undefined) return ''
  const { sent, accepted, refused, seconds, latency, places } = traffic
  const head = ['', 'due', 'arrived', 'lost', 'duplicated', 'altered', 'readable after (p50, last)']
  const rows = places.map(({ name, due, arrived, lost, duplicated, altered, unexpected, visibility }) => [
    name,
    ...[due, arrived, lost, duplicated, altered + unexpected].map(String),
    visibility === undefined ? '' : `${inSeconds(visibility.p50)}, ${lost > 0 ? 'never' : inSeconds(visibility.max)}`,
  ])
  const said = Object.entries(refused).map(([status, count]) => `${count} with ${status}`)
  const [p50, p90, p99] = [latency.p50, latency.p90, latency.p99].map((value) => value.toFixed(1))
  return [
    ...missingText(differences, style),
    passed
      ? style.green('every event that was accepted is in Kafka and in every sink, once and unaltered')
      : style.red('not every event is where it belongs, once and unaltered'),
    '',
    `  ${sent} events sent in ${seconds.toFixed(1)} s; ${accepted} times 200${said.length === 0 ? '' : `, refused: ${said.join(', ')}`}`,
    `  answers after ${p50} ms (p50), ${p90} ms (p90), ${p99} ms (p99)`,
    '',
    ...table([head, ...rows]).map((line, index) => `  ${index === 0 ? style.bold(line) : line}`),
    ...places
      .filter(({ examples }) => examples.length > 0)
      .map(({ name, examples }) => `  ${name}: look at event ${examples.join(', ')}`),
    '',
    ...differencesText(differences, style),
  ].join('\n')
}

function inSeconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`
}
