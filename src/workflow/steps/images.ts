import type { Step, StepContext } from '../step.js'

/** Images of the collectors' containers. */
export function images({ assembly, site }: StepContext): Step {
  return {
    id: 'images',
    needs: ['topics', 'solution'],
    plan: () => assembly.images.map(({ container }) => `${container} from its folder of the assembly`),
    run: async () => {
      for (const image of site.images.images) await site.images.build(image)
    },
    verify: async () => (await Promise.all(site.images.images.map((image) => site.images.inspect(image)))).flat(),
  }
}
