import type { Step, StepContext } from '../step.js'

/** The collectors themselves. */
export function ecs({ assembly, site }: StepContext): Step {
  return {
    id: 'ecs',
    needs: ['topics', 'images'],
    plan: () => assembly.images.map(({ container }) => `container ${container}`),
    run: () => site.stacks.deploy('Ingestion'),
    verify: async () => [...(await site.stacks.inspect('Ingestion')), ...(await site.endpoint.inspect())],
  }
}
