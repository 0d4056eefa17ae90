import type { Agent, Tool } from '@strands-agents/sdk'
import { createAgent } from '../../src/agents/create-agent.js'
import type { AgentEvent, ClickstreamOrchestrator } from '../../src/agents/index.js'
import type { Role } from '../../src/agents/role.js'
import { Workspace } from '../../src/agents/workspace.js'
import { createModel } from '../../src/model/create-model.js'
import type { Planner } from '../../src/model/offline/planner.js'
import type { EnvironmentLock } from '../../src/spec/index.js'
import { draftOf } from '../spec/specs.js'

export const READY = { region: 'us-east-1', 'kafka.cluster': 'my-cluster', 'intent.bucket': 'my-data-bucket' }

/** A workspace in which these facts were said. */
export function workspaceWith(facts: Parameters<typeof draftOf>[0] = READY, lock?: EnvironmentLock): Workspace {
  return new Workspace({ draft: draftOf(facts, lock), origin: lock === undefined ? {} : { lock } })
}

/** What an agent says to one message over a workspace. */
export async function ask(
  create: (model: Awaited<ReturnType<typeof createModel>>) => Agent,
  workspace: Workspace,
  message = 'Go.',
): Promise<{ text: string; stopReason: string; tools: string[] }> {
  const agent = create(await createModel('offline'))
  const result = await agent.invoke(message, { invocationState: workspace.state(), limits: { turns: 12 } })
  const tools = agent.messages.flatMap(({ content }) =>
    content.flatMap((block) => (block.type === 'toolUseBlock' ? [block.name] : [])),
  )
  return { text: result.toString(), stopReason: result.stopReason, tools }
}

/** An agent with rules of its own. */
export async function agentWith(planner: Planner, tools: readonly Tool[], role: Role = 'orchestrator'): Promise<Agent> {
  return createAgent({ role, description: 'a test', prompt: 'a test', planner, tools }, await createModel('offline'))
}

/** A lock of a provisioned cluster. */
export const LOCK: EnvironmentLock = {
  lockVersion: 1,
  cluster: {
    arn: 'arn:aws:kafka:us-east-1:123456789012:cluster/my-cluster/11111111-2222-3333-4444-555555555555-3',
    type: 'PROVISIONED',
    kafkaVersion: '3.8.x',
    brokerCount: 3,
    instanceType: 'kafka.m7g.large',
    bootstrap: { iam: 'b-1.my.kafka.us-east-1.amazonaws.com:9098' },
  },
}

/** The seed's own query. */
export const SEED = `
I want to deploy a clickstream solution with:
- MSK cluster: my-cluster
- S3 bucket: my-data-bucket
- Region: us-east-1
- High performance requirements
`

/** One turn: what the orchestrator says, whom it calls, and all that happens. */
export async function say(
  orchestrator: ClickstreamOrchestrator,
  turn: string,
): Promise<{ text: string; events: AgentEvent[]; calls: string[] }> {
  const events: AgentEvent[] = []
  for await (const event of orchestrator.say(turn)) events.push(event)
  const own = events.filter((event) => event.type === 'text' && event.agent === 'orchestrator')
  return {
    events,
    text: own.map((event) => (event.type === 'text' ? event.delta : '')).join(''),
    calls: events.flatMap((event) => (event.type === 'call' && event.agent === 'orchestrator' ? [event.tool] : [])),
  }
}
