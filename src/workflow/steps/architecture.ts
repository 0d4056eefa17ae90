import type { Step, StepContext } from '../step.js'

/** What will run, read from the assembly. */
export function architecture({ assembly }: StepContext): Step {
  const { spec, templates, images, plugins } = assembly
  const front = spec.collector.solution === 'nginx-lua' ? 'NLB → nginx + Lua' : 'ALB → nginx + Vector'
  const sinks = spec.sinks.map(({ type }) => (type === 'iceberg' ? 'Iceberg' : 'S3 JSON'))
  return {
    id: 'architecture',
    needs: [],
    plan: () => [`clients → ${front} → Kafka${sinks.length === 0 ? '' : ` → Kafka Connect → ${sinks.join(' and ')}`}`],
    verify: () => {
      const stacks = Object.entries(templates).map(([stack, { Resources }]) => ({
        what: `stack ${stack}`,
        found: `${Object.keys(Resources).length} resources`,
        ok: true,
      }))
      const counted = {
        what: 'assets',
        found: `${images.length} images, ${plugins.length} connector plugins`,
        ok: true,
      }
      return Promise.resolve([
        ...stacks,
        counted,
        ...(stacks.length === 0 ? [{ what: 'templates', found: 'none in the assembly', ok: false }] : []),
      ])
    },
  }
}
