import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadBalancerPlan } from '../../../src/agents/load-balancer/plan.js'
import { plannedRules } from '../../../src/agents/security-config/planned.js'
import { createClickstreamOrchestrator } from '../../../src/index.js'
import type { SecurityPlan } from '../../../src/synth/index.js'
import { specWith } from '../../spec/specs.js'

const folder = mkdtempSync(join(tmpdir(), 'clickstream-agents-'))
const validation = process.env['CDK_VALIDATION']
beforeAll(() => {
  process.env['CDK_VALIDATION'] = 'false'
})
afterAll(() => {
  if (validation === undefined) delete process.env['CDK_VALIDATION']
  else process.env['CDK_VALIDATION'] = validation
  rmSync(folder, { recursive: true, force: true })
})

describe('generate', () => {
  test('words become a project whose templates the security agent has read and proved', async () => {
    // GIVEN everything that a spec needs, in words
    const out = join(folder, 'from-words')
    // WHEN a project is generated
    const project = await createClickstreamOrchestrator().generate(
      'MSK cluster my-cluster, bucket my-data-bucket, us-east-1',
      { out },
    )
    // THEN it is on the disk, synthesized, and proved from its templates
    expect(existsSync(join(out, 'clickstream.yaml'))).toBe(true)
    expect(project.synthesis.stacks.map(({ name }) => name).sort()).toEqual([
      'clickstream-Connectors',
      'clickstream-Ingestion',
      'clickstream-Topics',
    ])
    expect(project.security.data).toMatchObject({
      plan_security: { source: 'templates' },
      prove_reachability: { reachable: true },
    })
    expect(project.security.text).toMatch(
      /^The templates hold \d+ security-group rules and \d+ IAM statements, each with its reason\./,
    )
    expect(project.security.text).toContain('Proved over the templates: events get from client to S3.')
    expect(project.deploy).toContain('cdk deploy')
  }, 60_000)

  test.each(['nginx-lua', 'nginx-vector'] as const)(
    'what was planned from the spec is what the templates of %s hold',
    async (solution) => {
      // GIVEN a complete spec, which needs no conversation
      const spec = specWith({
        name: 'web-events',
        collector: { solution },
        kafka: { cluster: 'orders-prod', auth: solution === 'nginx-lua' ? 'iam' : 'tls' },
      })
      const out = join(folder, solution)
      // WHEN it is generated
      const { synthesis, security } = await createClickstreamOrchestrator().generate(spec, { out })
      // THEN ports, listeners and health check are those that the agents had planned
      const { rules } = security.data['plan_security'] as unknown as SecurityPlan
      const ports = (list: readonly (number | undefined)[]): (number | undefined)[] => [...new Set(list)].sort()
      expect(ports(rules.map(({ fromPort }) => fromPort))).toEqual(ports(plannedRules(spec).map(({ port }) => port)))
      const resources = Object.values(
        synthesis.stacks.find(({ name }) => name === 'web-events-Ingestion')?.template.Resources ?? {},
      )
      const properties = (type: string): Record<string, unknown>[] =>
        resources.filter(({ Type }) => Type === type).map(({ Properties }) => ({ ...Properties }))
      const plan = loadBalancerPlan(spec)
      expect(properties('AWS::ElasticLoadBalancingV2::LoadBalancer')).toMatchObject([
        { Type: plan.kind, Scheme: plan.scheme },
      ])
      expect(properties('AWS::ElasticLoadBalancingV2::Listener')).toMatchObject(
        plan.listeners.map(({ port, protocol }) => ({ Port: port, Protocol: protocol })),
      )
      expect(properties('AWS::ElasticLoadBalancingV2::TargetGroup')).toMatchObject([
        {
          Port: plan.targetGroup.port,
          Protocol: plan.targetGroup.protocol,
          HealthCheckPath: plan.healthCheck.path,
          HealthCheckIntervalSeconds: plan.healthCheck.intervalSeconds,
          HealthyThresholdCount: plan.healthCheck.healthyAfter,
          UnhealthyThresholdCount: plan.healthCheck.unhealthyAfter,
        },
      ])
    },
    60_000,
  )

  test('what is not ready is not generated', async () => {
    const out = join(folder, 'nothing')
    await expect(createClickstreamOrchestrator().generate('bucket my-data-bucket', { out })).rejects.toMatchObject({
      code: 'SpecNotReady',
      exitCode: 4,
      problems: [{ path: 'region' }, { path: 'kafka.cluster' }],
    })
    expect(existsSync(out)).toBe(false)
  })
})
