import { pauseConnector, restartConnector, resumeConnector, startConnector } from '../runtime/connectors/index.js'
import type { FailureCause } from '../site/failure-cause.js'
import type { ConnectorControl } from '../site/site.js'
import type { Context } from './context.js'
import { withRunningSite } from './running-site.js'

type Verb = 'create' | 'pause' | 'resume' | 'restart' | 'delete'

const DONE: Readonly<Record<Verb, string>> = {
  create: 'runs, and records move',
  pause: 'is paused',
  resume: 'runs again',
  restart: 'runs again',
  delete: 'is gone; its consumer group stays',
}

/** `clickstream connectors create|pause|resume|restart|delete`: acts on one connector and waits until it is so. */
export function actOnConnector(
  context: Context,
  verb: Verb,
  name: string,
  options: { readonly project: string },
): Promise<void> {
  const { reporter } = context
  return withRunningSite(context, options.project, async ({ connectors }) => {
    const causes = await reporter.task(`the connector ${name} ${DONE[verb]}`, () => act(connectors, verb, name))
    reporter.document({ name, done: verb, causes }, (style) =>
      causes.length === 0
        ? `${name} ${DONE[verb]}`
        : [
            `${name} ${DONE[verb]}; it had failed:`,
            ...causes.map(({ cause, line, hint }) => `  ${cause}\n  ${style.dim(line)}\n  → ${hint}`),
          ].join('\n'),
    )
  })
}

async function act(control: ConnectorControl, verb: Verb, name: string): Promise<readonly FailureCause[]> {
  if (verb === 'restart') return restartConnector(control, name)
  if (verb === 'create') await startConnector(control, name)
  if (verb === 'pause') await pauseConnector(control, name)
  if (verb === 'resume') await resumeConnector(control, name)
  if (verb === 'delete') await control.delete(name)
  return []
}
