import type { Planner, PlannerView } from '../../model/offline/planner.js'
import type { ReachabilityProof } from '../../synth/reachability.js'
import { answerOf } from '../answers.js'
import { actOr } from '../local-project/acting-task.js'
import { provedText } from '../local-project/step-text.js'
import { bullets, many } from '../text.js'
import type { SecurityAnswer } from './tools.js'

/** Lists first; proves only where the list came from templates, because before that there is nothing to prove. */
const planOnly: Planner = (view) => {
  if (view.results.length === 0) return { kind: 'call', calls: [{ name: 'plan_security', input: {} }] }
  const failed = view.results.find(({ ok }) => !ok)
  if (failed !== undefined) return { kind: 'say', text: failed.text.replace(/^Error: /, '') }
  const plan = answerOf<SecurityAnswer>(view.results, 'plan_security')
  if (plan?.source === 'templates' && !called(view, 'prove_reachability')) {
    return { kind: 'call', calls: [{ name: 'prove_reachability', input: {} }] }
  }
  const proof = answerOf<ReachabilityProof>(view.results, 'prove_reachability')
  return {
    kind: 'say',
    text: plan === undefined ? '' : [planText(plan), ...(proof === undefined ? [] : [proofText(proof)])].join('\n'),
  }
}

export const planner = actOr(planOnly, { check_security: provedText })

const called = (view: PlannerView, tool: string): boolean => view.results.some((result) => result.tool === tool)

function planText(plan: SecurityAnswer): string {
  if (plan.source === 'spec') {
    return [
      `${many(plan.rules.length, 'way')} on the network, as planned (the templates are checked after synth):`,
      bullets(plan.rules.map(({ from, to, port, reason }) => `${from} → ${to}, port ${port}: ${reason}`)),
      'By IAM:',
      bullets(plan.statements.map(({ who, may, on, reason }) => `${who} may ${may}: ${on} (${reason})`)),
    ].join('\n')
  }
  const open = plan.rules.filter(
    ({ direction, peer }) => direction === 'ingress' && (peer === '0.0.0.0/0' || peer === '::/0'),
  )
  const unexplained = [...plan.rules, ...plan.statements, ...plan.policies].filter(
    ({ reason }) => reason === undefined,
  ).length
  return [
    `The templates hold ${many(plan.rules.length, 'security-group rule')} and ${many(plan.statements.length, 'IAM statement')}, ${unexplained === 0 ? 'each with its reason' : `${unexplained} without a reason`}.`,
    bullets(
      open.map(
        ({ stack, resource, fromPort, reason }) =>
          `open to the world: port ${fromPort ?? 'any'} of ${stack}/${resource} (${reason ?? 'no reason'})`,
      ),
    ),
  ].join('\n')
}

function proofText({ reachable, hops }: ReachabilityProof): string {
  return [
    reachable ? 'Proved over the templates: events get from client to S3.' : 'Broken: events do not get through.',
    bullets(
      hops.map(({ from, to, status, missing, duties }) =>
        [
          `${from} → ${to}: ${status === 'by-you' ? 'proved, with a part that is yours' : status}`,
          ...missing.map(({ what, fix }) => `${what}; ${fix}`),
          ...duties.map(({ what, command }) => `${what}: ${command}`),
        ].join('; '),
      ),
    ),
  ].join('\n')
}
