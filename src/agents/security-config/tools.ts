import type { Tool } from '@strands-agents/sdk'
import { z } from 'zod'
import { ClickstreamError } from '../../errors.js'
import type { ReachabilityProof } from '../../synth/reachability.js'
import type { SecurityPlan } from '../../synth/security-plan.js'
import type { Workspace } from '../workspace.js'
import type { LocalProject } from '../local-project/local-project.js'
import { stepTool } from '../local-project/step-tool.js'
import { workspaceTool } from '../workspace-tool.js'
import { plannedRules, plannedStatements } from './planned.js'
import type { PlannedRule, PlannedStatement } from './planned.js'
import { readTemplates } from './templates.js'

/** Read from templates where there are any, else worked out from the spec. */
export type SecurityAnswer =
  | ({ readonly source: 'templates' } & SecurityPlan)
  | {
      readonly source: 'spec'
      readonly rules: readonly PlannedRule[]
      readonly statements: readonly PlannedStatement[]
    }

export function securityTools(local?: LocalProject): Tool[] {
  return [
    workspaceTool({
      role: 'security-config',
      name: 'plan_security',
      description:
        'All security-group rules and IAM statements with a reason each: from the templates if synthesized, else from the spec.',
      inputSchema: z.object({}),
      run: async (workspace): Promise<SecurityAnswer> => {
        const spec = workspace.spec()
        if (workspace.assembly === undefined) {
          return { source: 'spec', rules: plannedRules(spec), statements: plannedStatements(spec) }
        }
        const { securityPlan } = await import('../../synth/security-plan.js')
        return { source: 'templates', ...securityPlan(readTemplates(workspace.assembly)) }
      },
    }),
    workspaceTool({
      role: 'security-config',
      name: 'prove_reachability',
      description: 'Proves from synthesized templates that events get from client to S3, hop by hop. Needs templates.',
      inputSchema: z.object({}),
      run: prove,
    }),
    ...(local === undefined
      ? []
      : [
          stepTool(local, {
            role: 'security-config',
            name: 'check_security',
            step: 'security',
            description:
              'Synthesizes the project and proves from its templates that events get from the tasks to Kafka and the lake.',
          }),
        ]),
  ]
}

async function prove(workspace: Workspace): Promise<ReachabilityProof> {
  const { assembly, lock } = workspace
  if (assembly === undefined) {
    throw new ClickstreamError('there are no templates yet', {
      code: 'NotSynthesized',
      hint: 'generate the project first',
    })
  }
  const { proveReachability } = await import('../../synth/reachability.js')
  return proveReachability(readTemplates(assembly), { spec: workspace.spec(), ...(lock !== undefined && { lock }) })
}
