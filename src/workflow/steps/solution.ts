import type { Step, StepContext } from '../step.js'

/** Containers of each solution. */
const CONTAINERS = { 'nginx-lua': 'nginx + Lua', 'nginx-vector': 'nginx + Vector' } as const

/** Whether the images of the assembly are the solution's that the spec names. */
export function solution({ assembly }: StepContext): Step {
  const { collector } = assembly.spec
  return {
    id: 'solution',
    needs: ['architecture'],
    plan: () => [`${CONTAINERS[collector.solution]}, ${collector.durability}`],
    verify: () => {
      const names = assembly.images.map(({ container }) => container)
      const ok = names.includes('collector') && names.includes('vector') === (collector.solution === 'nginx-vector')
      return Promise.resolve([
        {
          what: `${collector.solution}, ${collector.durability}`,
          found: `containers ${names.join(', ') || 'none'}`,
          ok,
        },
      ])
    },
  }
}
