import { startConnector } from '../../runtime/connectors/index.js'
import { areRunning, partsOf } from '../../site/connector-state.js'
import type { Fact, Site } from '../../site/site.js'
import type { Step, StepContext } from '../step.js'

/** Connectors with their plugins and tables. */
export function connectors({ assembly, site, reporter }: StepContext): Step {
  return {
    id: 'connectors',
    needs: ['topics', 'prerequisites'],
    plan: () => assembly.spec.sinks.map(({ type, topics, bucket }) => `${type}: ${topics.join(', ')} → s3://${bucket}`),
    run: async () => {
      await site.stacks.deploy('Connectors')
      for (const { name } of site.connectors.planned) {
        await reporter.task(`the connector ${name} runs`, () => startConnector(site.connectors, name))
      }
    },
    verify: async () => {
      if (assembly.spec.sinks.length === 0)
        return [{ what: 'connectors', found: 'none: the spec has no sink', ok: true }]
      if (site.brokers.length === 0) return [{ what: 'connectors', found: 'no broker to read from', ok: false }]
      return [...(await site.stacks.inspect('Connectors')), ...(await connectorFacts(site))]
    },
  }
}

function connectorFacts(site: Site): Promise<Fact[]> {
  return Promise.all(
    site.connectors.planned.map(async ({ name }) => {
      const parts = partsOf(await site.connectors.status(name).catch(() => undefined))
      const states = parts.map(({ state }) => state).join(', ')
      return { what: `connector ${name}`, found: states || 'does not exist', ok: areRunning(parts) }
    }),
  )
}
