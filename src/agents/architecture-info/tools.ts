import type { Tool } from '@strands-agents/sdk'
import { z } from 'zod'
import { ClickstreamError } from '../../errors.js'
import { recommendSolution } from '../../spec/index.js'
import type { Need, Spec } from '../../spec/index.js'
import type { Workspace } from '../workspace.js'
import { workspaceTool } from '../workspace-tool.js'
import { assumedSpec } from './assumed-spec.js'
import { explanation } from './explanation.js'
import { guidance } from './guidance.js'
import { managedServices } from './managed-services.js'
import { SUBJECTS } from './subjects.js'
import type { Subject } from './subjects.js'

export function architectureTools(): Tool[] {
  const define = (subject: Subject, description: string, run: (workspace: Workspace) => unknown): Tool =>
    workspaceTool({ role: 'architecture-info', name: SUBJECTS[subject], description, inputSchema: z.object({}), run })
  return [
    define('overview', 'The solution: the way of an event and what each part does.', (workspace) =>
      explanation(known(workspace)),
    ),
    define(
      'comparison',
      'nginx-lua against nginx-vector for this load: latency, durability, authentication, features, cost, with sources.',
      async (workspace) => {
        const { compareFor } = await import('./comparison.js')
        return compareFor(assumed(workspace), saidLoad(workspace), workspace.lock)
      },
    ),
    define('recommendation', 'Which solution fits, by rule, with reasons.', recommend),
    define(
      'managed-services',
      'Whether MSK Data Delivery (AWS::MSK::Channel) or AWS::MSK::Topic is the better part here.',
      (workspace) => ({
        services: managedServices(assumed(workspace), workspace.lock),
      }),
    ),
    define('guidance', 'Prerequisites, order of the steps, good practice.', (workspace) => guidance(known(workspace))),
  ]
}

/** The rule weighs what was said, not what the defaults made of it. */
function recommend(workspace: Workspace): unknown {
  const said = new Map(workspace.statements().map(({ path, value }) => [path, value]))
  const { collector } = assumed(workspace)
  const auth = said.get('kafka.auth') as Spec['kafka']['auth'] | undefined
  const needs = said.get('intent.needs') as readonly Need[] | undefined
  const advice = recommendSolution({
    load: collector.load,
    durability: collector.durability,
    ...(auth !== undefined && { auth }),
    ...(needs !== undefined && { needs }),
  })
  const chosen = said.get('collector.solution')
  return { ...advice, ...(chosen !== undefined && { chosen }) }
}

function saidLoad(workspace: Workspace): boolean {
  return workspace
    .statements()
    .some(({ path }) => path.startsWith('collector.load.') || path.startsWith('intent.average.'))
}

/** The spec where it is ready: what explains the solution in general claims nothing about a half-known one. */
function known(workspace: Workspace): Spec | undefined {
  return workspace.result().ready ? workspace.spec() : undefined
}

function assumed(workspace: Workspace): Spec {
  const spec = assumedSpec(workspace)
  if (spec !== undefined) return spec
  throw new ClickstreamError('what was said so far contradicts itself', {
    code: 'SpecNotReady',
    hint: workspace
      .result()
      .questions.map(({ text }) => text)
      .join(' '),
  })
}
