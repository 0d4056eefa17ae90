import { describe, expect, test } from '@jest/globals'
import { createArchitectureInfoAgent } from '../../src/agents/architecture-info/agent.js'
import { createDataConnectorAgent } from '../../src/agents/data-connector/agent.js'
import { createEcsDeploymentAgent } from '../../src/agents/ecs-deployment/agent.js'
import { createImageBuilderAgent } from '../../src/agents/image-builder/agent.js'
import { createLoadBalancerAgent } from '../../src/agents/load-balancer/agent.js'
import { createMskTopicAgent } from '../../src/agents/msk-topic/agent.js'
import { createSecurityConfigAgent } from '../../src/agents/security-config/agent.js'
import { taskPrompt } from '../../src/agents/task.js'
import { createTestingAgent } from '../../src/agents/testing/agent.js'
import { ask, LOCK, READY, workspaceWith } from './support.js'

describe('architecture-info', () => {
  const asked = (...subjects: string[]): string => taskPrompt('Answer.', { subjects })

  test('compares both solutions for the load that was said, with costs and sources', async () => {
    // GIVEN a load, and no cluster yet
    const workspace = workspaceWith({ 'collector.load.peakEventsPerSecond': 20000 })
    // WHEN a comparison is asked for
    const { text, tools } = await ask(createArchitectureInfoAgent, workspace, asked('comparison'))
    // THEN it is for that load, both options are numbered, and the stand-ins of what is missing do not show
    expect(tools).toEqual(['compare_solutions'])
    expect(text).toMatch(/^For 20,000 events\/s of 1,300 bytes:\n1\. nginx-lua\n[^]*\n2\. nginx-vector\n/)
    expect(text).toMatch(/cost a month: about \$[\d,]+/)
    expect(text).toContain('authentication to Kafka: scram, tls, none')
    expect(text).not.toContain('your-cluster')
    expect(workspace.turns()).toEqual(['20000'])
  })

  test('says that the load is an example where none was said', async () => {
    const { text } = await ask(createArchitectureInfoAgent, workspaceWith(), asked('comparison'))
    expect(text).toContain('(taken as an example: no load was said)')
  })

  test('recommends by the rule in code, over what was said and not over defaults', async () => {
    const lua = await ask(createArchitectureInfoAgent, workspaceWith(), asked('recommendation'))
    const vector = await ask(
      createArchitectureInfoAgent,
      workspaceWith({ ...READY, 'intent.needs': ['enrichment'] }),
      asked('recommendation'),
    )
    expect([lua.text.split('\n')[0], vector.text.split('\n')[0]]).toEqual([
      'Recommended: nginx-lua.',
      'Recommended: nginx-vector.',
    ])
  })

  test('says when a managed part is the better one', async () => {
    const services = asked('managed-services')
    const express = { ...LOCK, cluster: { ...LOCK.cluster, instanceType: 'express.m7g.large' } }
    const onlySlowJson = {
      ...READY,
      'intent.without': ['iceberg'],
      'sinks.0.flushSeconds': 600,
      'sinks.0.type': 's3-json',
    }
    const fits = await ask(createArchitectureInfoAgent, workspaceWith(onlySlowJson, express), services)
    const not = await ask(createArchitectureInfoAgent, workspaceWith(READY, LOCK), services)
    expect(fits.text).toContain('MSK Data Delivery (AWS::MSK::Channel) instead of the MSK Connect connectors: fits')
    expect(not.text).toContain('does not fit; the cluster has standard brokers')
    expect(not.text).toContain('AWS::MSK::Topic instead of topics over the Kafka protocol: fits')
  })

  test('explains and guides without anything being known', async () => {
    const { text, tools } = await ask(createArchitectureInfoAgent, workspaceWith({}), asked('overview', 'guidance'))
    expect(tools).toEqual(['explain_architecture', 'deployment_guidance'])
    expect(text).toContain('NLB → nginx + Lua, or ALB → nginx + Vector')
    expect(text).toContain('traffic test: every numbered event is counted in every sink')
  })
})

describe('msk-topic', () => {
  test('plans events, control topic and dead letters, and says what could not be checked', async () => {
    const { text, tools } = await ask(createMskTopicAgent, workspaceWith())
    expect(tools).toEqual(['plan_topics', 'validate_topic_plan'])
    expect(text).toContain('4 topics, made by CloudFormation')
    expect(text).toContain('clickstream-control-app_logs (control)')
    expect(text).toContain('clickstream-dlq-s3-json (dead-letter)')
    expect(text).toContain('Not known, so not checked: number of brokers, Kafka version, kind of brokers.')
  })

  test("checks the plan against the cluster's facts", async () => {
    const small = {
      ...LOCK,
      cluster: { ...LOCK.cluster, instanceType: 'kafka.t3.small' },
      topics: [{ name: 'clicks' }],
    }
    const facts = { ...READY, 'topics.0.name': 'clicks', 'topics.0.partitions': 400 }
    const { text } = await ask(createMskTopicAgent, workspaceWith(facts, small))
    expect(text).toContain('the plan has 1209 partition copies, and 3 brokers of kafka.t3.small take 900')
    expect(text).toContain('the topic clicks exists on the cluster already')
    expect(text).not.toContain('Not known')
  })
})

describe('image-builder', () => {
  test('lists what is rendered, where it is pushed, and every promise that is not kept', async () => {
    const workspace = workspaceWith({ ...READY, account: '123456789012' })
    const { text } = await ask(createImageBuilderAgent, workspace)
    expect(text).toMatch(/^2 images:\n- collector: containers\/nginx-lua\/ \(\d+ files: [^)]*Dockerfile/)
    expect(text).toMatch(
      /\n- fluent-bit: containers\/fluent-bit\/ \(4 files: Dockerfile, fluent-bit\.yaml, health\.sh, start\.sh\)/,
    )
    expect(text).toContain('cdk-hnb659fds-container-assets-123456789012-us-east-1')
    expect(text).toContain('there is no `clickstream replay` yet')
  })

  test('builds nothing where the images exist', async () => {
    const ecr = { ...READY, 'images.source': 'ecr', 'images.repository': 'collector', 'images.tag': '1.0' }
    const { text } = await ask(createImageBuilderAgent, workspaceWith(ecr))
    expect(text).toContain('taken as it is from collector:1.0')
    expect(text).toContain('taken as it is from collector:1.0-fluent-bit')
    expect(text).toContain('Nothing is built: the images exist.')
  })
})

describe('ecs-deployment', () => {
  test('gives every number with its formula', async () => {
    const { text } = await ask(
      createEcsDeploymentAgent,
      workspaceWith({ ...READY, 'collector.load.peakEventsPerSecond': 20000 }),
    )
    expect(text).toContain('for a peak of 20,000')
    expect(text).toContain('50,000 events/s of 1.3 KB on 12 Fargate vCPU')
    expect(text).not.toContain('too low')
    expect(text).toContain('a task that stops has 60 s for collector, then 50 s for fluent-bit')
    expect(text).toMatch(/\d+ GiB of disk a task hold an outage of Kafka of 30 min/)
  })

  test('says first that what was said is not enough', async () => {
    const facts = { ...READY, 'collector.load.peakEventsPerSecond': 200000, 'collector.tasks.max': 2 }
    const { text } = await ask(createEcsDeploymentAgent, workspaceWith(facts))
    expect(text).toMatch(/^The maximum is too low: 2 tasks take [\d,]+ of 200,000 events\/s/)
    expect(text).toContain('at most 2: said: "2"')
  })
})

describe('load-balancer', () => {
  test('an NLB without a certificate for nginx-lua, with a warning', async () => {
    const { text } = await ask(createLoadBalancerAgent, workspaceWith())
    expect(text).toMatch(/^Network Load Balancer, internet-facing:\n- warning: no certificate/)
    expect(text).toContain('listener TCP 80')
    expect(text).toContain('PROXY protocol v2')
  })

  test('an ALB with HTTPS and a redirect for nginx-vector', async () => {
    const certificate = 'arn:aws:acm:us-east-1:123456789012:certificate/11111111-2222-3333-4444-555555555555'
    const facts = {
      ...READY,
      'collector.solution': 'nginx-vector',
      'kafka.auth': 'none',
      'network.certificateArn': certificate,
      'network.exposure': 'internal',
    }
    const { text } = await ask(createLoadBalancerAgent, workspaceWith(facts))
    expect(text).toMatch(/^Application Load Balancer, internal:/)
    expect(text).toContain('listener HTTPS 443')
    expect(text).toContain('listener HTTP 80: redirects to 443')
  })
})

describe('security-config', () => {
  test('lists what the spec asks for before there are templates, and proves nothing then', async () => {
    const { text, tools } = await ask(createSecurityConfigAgent, workspaceWith())
    expect(tools).toEqual(['plan_security'])
    expect(text).toContain('everybody (0.0.0.0/0) → load balancer, port 80: events from clients')
    expect(text).toContain('connector workers → Kafka brokers, port 9098')
    expect(text).toContain('collector tasks may write, abort uploads: s3://my-data-bucket/backup/*')
    expect(text).toContain('s3-json connector may read, write, abort uploads: s3://my-data-bucket/events/*')
  })
})

describe('data-connector', () => {
  test('plans each sink with fixed names and placeholders for what is not known', async () => {
    const workspace = workspaceWith()
    const { text } = await ask(createDataConnectorAgent, workspace)
    const { data } = workspace.contribute('data-connector', text)
    expect(text).toContain('clickstream-s3-json: app_logs → s3://my-data-bucket/events/, within 60 s')
    expect(data['plan_connectors']).toMatchObject({
      connectors: [
        { type: 's3-json', configuration: { 'consumer.override.group.id': 'clickstream-s3-json-${KafkaClusterUuid}' } },
        {
          type: 'iceberg',
          controlTopic: 'clickstream-control-app_logs',
          configuration: { 'iceberg.kafka.bootstrap.servers': '${KafkaBootstrapServers}' },
        },
      ],
    })
  })

  test('takes brokers and cluster from the lock', async () => {
    const workspace = workspaceWith(READY, LOCK)
    await ask(createDataConnectorAgent, workspace)
    expect(workspace.contribute('data-connector', '').data['plan_connectors']).toMatchObject({
      connectors: [
        { consumerGroup: 'clickstream-s3-json-11111111-2222-3333-4444-555555555555-3' },
        { configuration: { 'iceberg.kafka.bootstrap.servers': 'b-1.my.kafka.us-east-1.amazonaws.com:9098' } },
      ],
    })
  })

  test('says what it means that no sink is wanted', async () => {
    const { text } = await ask(
      createDataConnectorAgent,
      workspaceWith({ ...READY, 'intent.without': ['s3-json', 'iceberg'] }),
    )
    expect(text).toBe('No sinks are wanted: events stay in Kafka for as long as the topics keep them.')
  })
})

describe('testing', () => {
  test('numbers events over all topics and counts them in every sink', async () => {
    const facts = { ...READY, 'topics.0.name': 'app_logs', 'topics.1.name': 'web_logs' }
    const { text } = await ask(createTestingAgent, workspaceWith(facts))
    expect(text).toContain('2,000 numbered events')
    expect(text).toContain('1 to 1000 to app_logs, 1001 to 2000 to web_logs')
    expect(text).toContain('count table clickstream.app_logs, after at most 360 s')
    expect(text).toContain('planned; nothing is sent yet')
  })
})

describe('every specialist', () => {
  const CREATE = {
    mskTopic: createMskTopicAgent,
    imageBuilder: createImageBuilderAgent,
    ecsDeployment: createEcsDeploymentAgent,
    loadBalancer: createLoadBalancerAgent,
    securityConfig: createSecurityConfigAgent,
    dataConnector: createDataConnectorAgent,
    testing: createTestingAgent,
  }

  test.each(Object.entries(CREATE))('%s says what is missing where the spec is not ready', async (_, create) => {
    const { text, stopReason } = await ask(create, workspaceWith({ region: 'us-east-1' }))
    expect(stopReason).toBe('endTurn')
    expect(text).toContain('the spec is not ready: kafka.cluster, sinks.0.bucket is open')
  })
})
