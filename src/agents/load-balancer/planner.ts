import type { Planner } from '../../model/offline/planner.js'
import { answerOf, callThenSay } from '../answers.js'
import { actOr } from '../local-project/acting-task.js'
import { provedText } from '../local-project/step-text.js'
import { bullets } from '../text.js'
import type { LoadBalancerPlan } from './plan.js'

const planOnly: Planner = (view) =>
  callThenSay(view, [{ name: 'plan_load_balancer', input: {} }], () => {
    const plan = answerOf<LoadBalancerPlan>(view.results, 'plan_load_balancer')
    return plan === undefined ? '' : planText(plan)
  })

export const planner = actOr(planOnly, { check_load_balancer: provedText })

function planText({ kind, scheme, listeners, targetGroup, healthCheck, warnings }: LoadBalancerPlan): string {
  const { path, intervalSeconds, healthyAfter, unhealthyAfter } = healthCheck
  return [
    `${kind === 'network' ? 'Network' : 'Application'} Load Balancer, ${scheme}:`,
    bullets([
      ...warnings.map((warning) => `warning: ${warning}`),
      ...listeners.map(({ port, protocol, does }) => `listener ${protocol} ${port}: ${does}`),
      `target group: ${targetGroup.protocol} ${targetGroup.port}; client addresses by ${targetGroup.clientAddress}; a task that goes away keeps its connections for ${targetGroup.deregistrationSeconds} s`,
      `health check: GET ${path} every ${intervalSeconds} s, in after ${healthyAfter}, out after ${unhealthyAfter}; it never asks Kafka`,
    ]),
  ].join('\n')
}
