import { ClickstreamError } from '../../errors.js'
import { makeTopics, validateTopics } from '../../runtime/topics/index.js'
import type { Step, StepContext } from '../step.js'

/** The gate: nothing that sends or reads events starts before every topic of the plan is as planned. */
export function topics({ assembly, site }: StepContext): Step {
  const plan = assembly.topics
  return {
    id: 'topics',
    needs: ['prerequisites'],
    plan: () => plan.map(({ name, partitions, reason }) => `${name}: ${partitions} partitions, ${reason}`),
    run: async () => {
      const { refused } = await makeTopics(site.topics, plan)
      if (refused.length === 0) return
      throw new ClickstreamError('topics differ from their plan in what cannot be altered', {
        code: 'TopicsRefused',
        hint: 'each topic below is as it was; the others are as planned',
        exitCode: 3,
        problems: refused,
      })
    },
    verify: async () =>
      site.brokers.length === 0
        ? [{ what: 'topics', found: 'no broker to ask', ok: false }]
        : validateTopics(site.topics, plan),
  }
}
