import { connectorHealth, type ConnectorHealth } from '../runtime/connectors/index.js'
import { sinkFreshness, watchedSinks, type SinkFreshness } from '../runtime/freshness/index.js'
import type { Style } from '../report/style.js'
import { LakeReader, LOCAL_STORE_SECONDS } from '../site/index.js'
import type { Context } from './context.js'
import { factsText } from './facts-text.js'
import { runningConnectors, runningSite } from './running-site.js'

/** `clickstream connectors`: how each connector is and how fresh its sink; exits with 1 where one does not run or is too old. */
export async function connectors({ reporter }: Context, project: string): Promise<number> {
  const site = runningSite(project)
  const control = runningConnectors(site)
  const health = await Promise.all(control.planned.map(({ name }) => connectorHealth(control, name)))
  const lake = new LakeReader(site.state.addresses.s3 ?? '')
  const freshness: SinkFreshness[] = []
  for (const sink of watchedSinks(site.assembly.spec, LOCAL_STORE_SECONDS)) {
    freshness.push(await sinkFreshness(lake, [site.kafka], sink))
  }
  reporter.document({ connectors: health, freshness }, (style) =>
    [
      ...health.map((one) => healthText(one, style)),
      '',
      factsText(
        freshness.map(({ fact }) => fact),
        style,
      ),
    ].join('\n'),
  )
  return health.every(({ running }) => running) && freshness.every(({ fact }) => fact.ok) ? 0 : 1
}

function healthText({ name, connector, tasks, running, lag }: ConnectorHealth, style: Style): string {
  const states = tasks.length === 0 ? 'no task' : tasks.map(({ id, state }) => `task ${id} ${state}`).join(', ')
  const mark = running ? style.green('✔') : style.red('✘')
  const causes = [connector, ...tasks].flatMap(({ cause }) =>
    cause === undefined ? [] : [style.red(`  ${cause.cause}`), style.dim(`  ${cause.line}`), `  → ${cause.hint}`],
  )
  const behind = `${lag} ${lag === 1 ? 'record' : 'records'} behind`
  return [`${mark} ${name} ${connector.state}, ${states}, ${behind}`, ...causes].join('\n')
}
