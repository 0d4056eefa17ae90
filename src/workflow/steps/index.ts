import type { Step, StepContext } from '../step.js'
import { architecture } from './architecture.js'
import { connectors } from './connectors.js'
import { ecs } from './ecs.js'
import { images } from './images.js'
import { loadBalancer, security } from './network-proof.js'
import { prerequisites } from './prerequisites.js'
import { solution } from './solution.js'
import { topics } from './topics.js'

export { testing, type TestingOptions, type TestingStep } from './testing.js'

/** The first nine steps: everything but the test. */
export function buildingSteps(context: StepContext): Step[] {
  return [
    architecture(context),
    prerequisites(context),
    solution(context),
    topics(context),
    images(context),
    ecs(context),
    loadBalancer(context),
    security(context),
    connectors(context),
  ]
}
