import { describe, expect, test } from '@jest/globals'
import { addStacks } from '../../../src/synth/app.js'
import { ICEBERG, stackProps, testApp, testEnvironment } from '../support.js'

describe('ClickstreamEnvironment', () => {
  test('makes a parameter when it is first asked for, once, and none that nobody asks for', () => {
    // GIVEN
    const [stack, environment] = testEnvironment()
    // WHEN
    const asked = [environment.clusterArn, environment.clusterArn, environment.vpc, environment.vpc]
    // THEN
    expect(asked[0]).toBe(asked[1])
    expect(asked[2]).toBe(asked[3])
    expect(stack.node.children.map(({ node }) => node.id)).toEqual(['KafkaClusterArn', 'VpcId', 'Vpc'])
  })

  test('takes one private subnet a zone from the lock for the tasks, and public ones for the load balancer', () => {
    // GIVEN
    const subnets = [
      ...[1, 2, 3].map((index) => ({
        id: `subnet-0000000${index}`,
        zone: `us-east-1${'aab'[index - 1]}`,
        public: false,
      })),
      ...[4, 5].map((index) => ({ id: `subnet-0000000${index}`, zone: `us-east-1${'ab'[index - 4]}`, public: true })),
    ]
    // WHEN
    const [, environment] = testEnvironment({}, { lockVersion: 1, vpc: { id: 'vpc-01234567', subnets } })
    // THEN
    const ids = ({ subnets: selected = [] }: typeof environment.taskSubnets) => selected.map(({ subnetId }) => subnetId)
    expect([ids(environment.taskSubnets), ids(environment.loadBalancerSubnets)]).toEqual([
      ['subnet-00000001', 'subnet-00000003'],
      ['subnet-00000004', 'subnet-00000005'],
    ])
  })

  test.each([
    ['AmazonMSK_web-events', false],
    ['AmazonMSK_web-AbCdEf', true],
    ['AmazonMSK_web-events-x1yz9k', true],
  ])('takes the secret %s for complete: %s', (name, isComplete) => {
    const secretArn = `arn:aws:secretsmanager:us-east-1:123456789012:secret:${name}`
    const [, { kafka }] = testEnvironment({ kafka: { auth: 'scram', secretArn } })
    expect(kafka.secret?.secretFullArn).toBe(isComplete ? secretArn : undefined)
  })

  test("does not suppose that the SCRAM secret is under the project's own key", () => {
    const kmsKeyArn = 'arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555'
    const [, { kafka }] = testEnvironment({ kafka: { auth: 'scram' }, platform: { kmsKeyArn } })
    expect(kafka.secretKey).toBeUndefined()
  })

  test('scales a sink to no more workers than it has partitions, because a task without work holds commits back', () => {
    // GIVEN
    const capacity = { mcu: 1 as const, minWorkers: 1, maxWorkers: 10 }
    const [stack, environment] = testEnvironment({ sinks: [{ ...ICEBERG, topics: ['web_logs'], capacity }] })
    const partitions = environment.spec.topics.find(({ name }) => name === 'web_logs')?.partitions
    // WHEN
    const [sink] = environment.icebergSinks
    // THEN
    expect(stack.resolve(sink?.capacity?.render())).toMatchObject({
      autoScaling: { minWorkerCount: 1, maxWorkerCount: partitions, maxAutoscalingTaskCount: partitions },
    })
  })

  test.each([
    ['us-east-1', []],
    ['us-gov-west-1', ['fargate-arm64', 'msk-connect', 'msk-topic', 'public-ecr']],
    ['cn-north-1', ['fargate-arm64', 'msk-connect', 'msk-topic', 'public-ecr']],
    ['cn-northwest-1', ['fargate-arm64', 'msk-connect', 'msk-topic', 'public-ecr']],
  ])(
    'in %s warns by name, in the stack that needs it and once, of what nobody has confirmed there',
    (region, expected) => {
      // GIVEN
      const app = testApp()
      // WHEN
      addStacks(app, stackProps({ region }))
      // THEN
      const warnings = app.node
        .findAll()
        .flatMap(({ node }) => node.metadata)
        .filter(({ type }) => type === 'aws:cdk:warning')
        .map(({ data }) =>
          /in (\S+) is not confirmed.*clickstream:RegionUnconfirmed:([\w-]+)|clickstream:RegionLacks:([\w-]+)/.exec(
            String(data),
          ),
        )
      expect(warnings.map((found) => found?.[2] ?? found?.[3]).toSorted()).toEqual(expected)
      expect(warnings.map((found) => found?.[1] ?? region)).toEqual(expected.map(() => region))
    },
  )
})
