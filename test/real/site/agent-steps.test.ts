import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Agent } from '@strands-agents/sdk'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { createEcsDeploymentAgent } from '../../../src/agents/ecs-deployment/agent.js'
import { createImageBuilderAgent } from '../../../src/agents/image-builder/agent.js'
import { createLoadBalancerAgent } from '../../../src/agents/load-balancer/agent.js'
import { LocalProject } from '../../../src/agents/local-project/local-project.js'
import { readySpec } from '../../../src/agents/local-project/ready-spec.js'
import { createMskTopicAgent } from '../../../src/agents/msk-topic/agent.js'
import { createSecurityConfigAgent } from '../../../src/agents/security-config/agent.js'
import { taskPrompt } from '../../../src/agents/task.js'
import type { ModelFactory } from '../../../src/index.js'
import { SILENT } from '../../../src/report/message.js'
import { Reporter } from '../../../src/report/reporter.js'
import { ask, READY, workspaceWith } from '../../agents/support.js'
import { localProcesses } from '../support/local-processes.js'
import { needPrograms } from '../support/needed.js'

const reporter = new Reporter({ message: () => undefined, document: () => undefined, busy: () => SILENT })

let folder: string
let local: LocalProject

beforeAll(async () => {
  await needPrograms(['java', 'nginx', 'ministack', 'cc'], 'openjdk-17-jdk-headless nginx gcc; pip install ministack')
  folder = await mkdtemp(join(tmpdir(), 'clickstream-steps-'))
  local = new LocalProject({ folder, reporter })
})
afterAll(async () => {
  await local.end()
  await rm(folder, { recursive: true, force: true })
}, 60_000)

test('GIVEN a spec WHEN agents take single steps THEN the gates decide, what exists is said, and another spec ends what ran', async () => {
  const workspace = workspaceWith({ ...READY, name: 'steps' })
  const project = join(folder, 'steps')
  const act = async (create: (model: ModelFactory, local?: LocalProject) => Agent, tool: string): Promise<string> =>
    (await ask((model) => create(model, local), workspace, taskPrompt('Go.', { do: tool }))).text

  // Nothing runs yet.
  expect(await act(createMskTopicAgent, 'make_topics')).toMatch(
    /^Topics does not start: Prerequisites does not hold any more \(Kafka and S3: not started\)/,
  )
  expect(await act(createLoadBalancerAgent, 'check_load_balancer')).toMatch(
    /^Load balancer, proved from the templates[^]+- client → load balancer: \d+ rules/,
  )
  expect(await act(createSecurityConfigAgent, 'check_security')).toContain('- collector task → Kafka: ')
  expect(await localProcesses(project)).toEqual([])

  await local.prepare(readySpec(workspace))
  expect(await act(createImageBuilderAgent, 'build_images')).toMatch(/^Images does not start: Topics does not hold/)
  expect(await act(createMskTopicAgent, 'make_topics')).toMatch(
    /^Topics, on this machine: done in [^]+- topic app_logs: 3 partitions, 1 copy/,
  )
  expect(await act(createMskTopicAgent, 'make_topics')).toMatch(/^Topics, on this machine: done already\./)
  expect(await act(createImageBuilderAgent, 'build_images')).toMatch(/^Images, on this machine: done in /)
  expect(await act(createEcsDeploymentAgent, 'start_collectors')).toMatch(
    /^ECS service, on this machine: done in [^]+container collector: runs, and its health check passes[^]+\/ready: answers/,
  )
  const { endpoint = '' } = await local.summary()
  expect((await fetch(endpoint, { method: 'POST', body: '{"hello":1}' })).status).toBe(200)

  // The conversation goes on: what runs is not what is talked about any more.
  workspace.edit((draft) => {
    draft.addTurn('5 partitions')
    draft.state({ path: 'topics.0.partitions', value: 5, quote: '5' })
  })
  expect(await act(createMskTopicAgent, 'make_topics')).toMatch(/^Topics does not start: Prerequisites does not hold/)
  expect(await localProcesses(project)).toEqual([])
}, 300_000)
