import { specSchema } from '../spec/schema.js'
import type { Context } from './context.js'
import { GENERATED } from './generate-messages.js'
import { generateProject } from './generate-project.js'
import { ANSWERED, planMessage, showEvents, YOU } from './messages.js'
import { describe } from './plan.js'

/** The example query of the original description, word for word. */
export const QUERY = `
I want to deploy a clickstream solution with:
- MSK cluster: my-cluster
- S3 bucket: my-data-bucket
- Region: us-east-1
- High performance requirements
`

/** `clickstream demo`: one conversation through all nine agents, then its project, synthesized and checked; exit 1 where the proof breaks. */
export async function demo(context: Context, { out }: { out: string }): Promise<number> {
  const { reporter } = context
  const { createClickstreamOrchestrator } = await import('../index.js')
  const orchestrator = createClickstreamOrchestrator({ model: context.model })
  reporter.report(YOU, { text: QUERY })
  const show = showEvents(reporter)
  for await (const event of orchestrator.say(QUERY)) show(event)
  const result = orchestrator.result()
  reporter.report(ANSWERED, { ready: result.ready, questions: result.questions.length })
  const spec = specSchema.parse(result.spec)
  const generated = await generateProject(context, {
    spec,
    provenance: result.provenance,
    out,
    decisionHint: 'name a new folder with --out',
  })
  reporter.report(planMessage(await describe(result)), result)
  reporter.report(GENERATED, generated)
  return generated.reachability.reachable ? 0 : 1
}
