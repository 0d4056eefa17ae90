import type { Step, StepContext } from '../step.js'

/** What an account has before a project comes to it. */
export function prerequisites({ assembly, site }: StepContext): Step {
  const { spec } = assembly
  const buckets = [...new Set([...spec.sinks.map(({ bucket }) => bucket), spec.backup.bucket])]
  return {
    id: 'prerequisites',
    needs: ['architecture'],
    plan: () => [`Kafka in place of ${spec.kafka.cluster}`, ...buckets.map((bucket) => `bucket ${bucket}`)],
    run: () => site.prerequisites.prepare(),
    verify: () => site.prerequisites.inspect(),
  }
}
