import { openAssembly, runFolder, type LocalState } from '../site/index.js'
import { localUp as bringUp } from '../workflow/local-run.js'
import type { Style } from '../report/style.js'
import type { Context } from './context.js'
import { differencesText } from './differences-text.js'
import { endOnSignal } from './end-on-signal.js'

/** `clickstream local up`: runs a synthesized project on this machine and leaves it running. */
export async function localUp(context: Context, project: string): Promise<void> {
  const { reporter, env } = context
  const folder = runFolder(openAssembly(project))
  const state = await endOnSignal(folder, () => bringUp(project, { reporter, env }))
  reporter.document(state, (style) => upText(state, project, style))
}

function upText({ name, addresses, connectors, differences }: LocalState, project: string, style: Style): string {
  const { endpoint = '', kafka = '', s3 = '', connect, metrics = '' } = addresses
  const rows = [
    ['endpoint', endpoint],
    ['metrics', metrics],
    ['Kafka', kafka],
    ['Connect', connect ?? 'no connector'],
    ['S3', s3],
  ]
  const event = `curl -H 'content-type: application/json' -d '{"event":"hello"}' ${endpoint}`
  const where = project === '.' ? '' : ` ${project}`
  return [
    `${style.bold(name)} runs on this machine${connectors.length === 0 ? '' : `, with ${connectors.join(' and ')}`}`,
    '',
    ...rows.map(([label = '', value]) => `  ${label.padEnd(10)}${value}`),
    '',
    ...differencesText(differences, style),
    '',
    style.bold('Next'),
    `  ${event}`,
    `  clickstream local status${where}`,
    `  clickstream local logs collector${where === '' ? '' : ` --project${where}`}`,
    `  clickstream local down${where}`,
  ].join('\n')
}
