import { connectorHealth, type ConnectorHealth } from '../runtime/connectors/index.js'
import { sinkFreshness, watchedSinks, type SinkFreshness } from '../runtime/freshness/index.js'
import type { Style } from '../report/style.js'
import { LOCAL_STORE_SECONDS } from '../site/index.js'
import type { Context } from './context.js'
import { factsText } from './facts-text.js'
import { withRunningSite } from './running-site.js'

/** `clickstream connectors`: how each connector is and how fresh its sink; exits with 1 where one does not run or is too old. */
export function connectors(context: Context, project: string): Promise<number> {
  return withRunningSite(context, project, async ({ connectors: control, lake, brokers }, { spec }) => {
    const health = await Promise.all(control.planned.map(({ name }) => connectorHealth(control, name)))
    const freshness: SinkFreshness[] = []
    for (const sink of watchedSinks(spec, LOCAL_STORE_SECONDS)) {
      freshness.push(await sinkFreshness(lake, brokers, sink))
    }
    context.reporter.document({ connectors: health, freshness }, (style) =>
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
  })
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
