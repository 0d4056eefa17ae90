import type { Fact } from '../../site/site.js'
import { proveReachability } from '../../synth/reachability.js'
import type { Hop } from '../../synth/reachability/hop.js'
import type { Templates } from '../../synth/cloudformation.js'
import type { Step, StepContext } from '../step.js'

const isFront = ({ from }: Hop): boolean => from === 'client' || from === 'load balancer'

/** The load balancer lets clients through to the tasks: proved from the templates. */
export function loadBalancer(context: StepContext): Step {
  return {
    id: 'load-balancer',
    needs: ['ecs'],
    plan: () => ['client → load balancer → task, proved from the templates'],
    verify: () => Promise.resolve(proof(context, isFront)),
  }
}

/** Security groups and IAM let events get from the tasks to Kafka and the lake, and nothing else: proved from the templates. */
export function security(context: StepContext): Step {
  return {
    id: 'security',
    needs: ['ecs'],
    plan: () => ['task → Kafka ← connector → S3, proved from the templates'],
    verify: () => Promise.resolve(proof(context, (hop) => !isFront(hop))),
  }
}

function proof({ assembly }: StepContext, wanted: (hop: Hop) => boolean): Fact[] {
  const { spec, lock } = assembly
  const templates = assembly.templates as unknown as Templates
  const { hops } = proveReachability(templates, { spec, ...(lock !== undefined && { lock }) })
  return hops.filter(wanted).map((hop) => ({
    what: `${hop.from} → ${hop.to}`,
    found: saidOf(hop),
    ok: hop.status !== 'broken',
  }))
}

function saidOf({ status, evidence, missing, duties }: Hop): string {
  const resources = `${evidence.length} ${evidence.length === 1 ? 'rule or resource' : 'rules and resources'} of the templates`
  if (status === 'broken') return missing.map(({ what, fix }) => `${what}; ${fix}`).join('. ')
  return status === 'proved' ? resources : `${resources}; left to you: ${duties.map(({ what }) => what).join(', ')}`
}
