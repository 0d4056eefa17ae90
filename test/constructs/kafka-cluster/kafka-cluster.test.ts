import { describe, expect, test } from '@jest/globals'
import { CfnParameter, Stack } from 'aws-cdk-lib/core'
import * as ec2 from 'aws-cdk-lib/aws-ec2'
import * as iam from 'aws-cdk-lib/aws-iam'
import { Template } from 'aws-cdk-lib/assertions'
import { KafkaClusterReference, KafkaTopics } from '../../../src/constructs/index.js'
import { CLUSTER_ARN, propertiesOf, resourcesOf, testKafka, testStack, testVpc } from '../support.js'

const TOPIC_ARN = CLUSTER_ARN.replace(':cluster/', ':topic/')

function role(stack: Stack): iam.Role {
  return new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('ecs-tasks.amazonaws.com') })
}

describe('KafkaClusterReference', () => {
  test('grants exactly what producing to these topics needs', () => {
    // GIVEN
    const stack = testStack()
    // WHEN
    testKafka(stack).grantProduce(role(stack), ['app_logs', 'web_logs'])
    // THEN
    expect(propertiesOf(stack, 'AWS::IAM::Policy').PolicyDocument).toEqual({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Action: ['kafka-cluster:Connect', 'kafka-cluster:WriteDataIdempotently'],
          Resource: CLUSTER_ARN,
        },
        {
          Effect: 'Allow',
          Action: ['kafka-cluster:DescribeTopic', 'kafka-cluster:WriteData'],
          Resource: [`${TOPIC_ARN}/app_logs`, `${TOPIC_ARN}/web_logs`],
        },
      ],
    })
  })

  test('grants nothing where IAM is not asked', () => {
    const stack = testStack()
    testKafka(stack, 'tls').grantProduce(role(stack), ['app_logs'])
    expect(resourcesOf(stack, 'AWS::IAM::Policy')).toEqual([])
  })

  test('makes the ARN of a topic also from the ARN of a cluster that is known only at deployment', () => {
    // GIVEN
    const stack = testStack()
    const { valueAsString } = new CfnParameter(stack, 'Arn')
    // WHEN
    const kafka = testKafka(stack, 'iam', valueAsString)
    // THEN
    const half = (index: number) => ({ 'Fn::Select': [index, { 'Fn::Split': [':cluster/', { Ref: 'Arn' }] }] })
    expect(stack.resolve(kafka.topicArn('app_logs'))).toEqual({
      'Fn::Join': ['', [half(0), ':topic/', half(1), '/app_logs']],
    })
    expect(stack.resolve(kafka.clusterUuid)).toEqual({ 'Fn::Select': [2, { 'Fn::Split': ['/', { Ref: 'Arn' }] }] })
    expect(testKafka(new Stack(), 'iam').clusterUuid).toBe('0a1b2c3d-1111-2222-3333-444455556666-7')
  })

  test.each([
    [false, 0],
    [true, 1],
  ])('opens the way to the brokers (may manage their rules: %s)', (manageSecurityGroupRules, rules) => {
    // GIVEN
    const stack = testStack()
    const client = new ec2.SecurityGroup(stack, 'Client', { vpc: testVpc(stack).vpc, allowAllOutbound: false })
    const kafka = new KafkaClusterReference({
      auth: 'iam',
      clusterArn: CLUSTER_ARN,
      bootstrapServers: 'b-1:9098',
      manageSecurityGroupRules,
      securityGroup: ec2.SecurityGroup.fromSecurityGroupId(stack, 'Brokers', 'sg-0123456789abcdef0'),
    })
    // WHEN
    kafka.allowFrom(stack, client, 'Events to Kafka')
    // THEN
    const group = { 'Fn::GetAtt': ['Client4A7F64DF', 'GroupId'] }
    expect(propertiesOf(stack, 'AWS::EC2::SecurityGroupEgress')).toEqual({
      GroupId: group,
      DestinationSecurityGroupId: 'sg-0123456789abcdef0',
      IpProtocol: 'tcp',
      FromPort: 9098,
      ToPort: 9098,
      Description: 'Events to Kafka',
    })
    expect(resourcesOf(stack, 'AWS::EC2::SecurityGroupIngress')).toHaveLength(rules)
    const command = {
      'Fn::Join': [
        '',
        [
          "aws ec2 authorize-security-group-ingress --region us-east-1 --group-id sg-0123456789abcdef0 --ip-permissions 'IpProtocol=tcp,FromPort=9098,ToPort=9098,UserIdGroupPairs=[{GroupId=",
          group,
          ',Description="Events to Kafka"}]\'',
        ],
      ],
    }
    const outputs = Object.values(Template.fromStack(stack).findOutputs('*')).map((output) => output.Value as unknown)
    expect(outputs).toEqual(manageSecurityGroupRules ? [] : [command])
  })

  test('tells a command for each client of a stack', () => {
    // GIVEN
    const stack = testStack()
    const { vpc } = testVpc(stack)
    const kafka = testKafka(stack)
    // WHEN
    for (const id of ['A', 'B'])
      kafka.allowFrom(stack, new ec2.SecurityGroup(stack, id, { vpc, allowAllOutbound: false }), 'Events')
    // THEN
    expect(Object.keys(Template.fromStack(stack).findOutputs('*'))).toEqual([
      'KafkaSecurityGroupRule',
      'KafkaSecurityGroupRule2',
    ])
  })
})

describe('KafkaTopics', () => {
  test('makes a topic that outlives the stack, its configuration as base64 lines in a fixed order', () => {
    // GIVEN
    const stack = testStack()
    // WHEN
    new KafkaTopics(stack, 'Topics', {
      clusterArn: CLUSTER_ARN,
      topics: [
        {
          name: 'app_logs',
          partitions: 12,
          replicationFactor: 3,
          configuration: { 'retention.ms': '259200000', 'min.insync.replicas': '2' },
        },
      ],
    })
    // THEN
    expect(resourcesOf(stack, 'AWS::MSK::Topic')).toEqual([
      {
        Type: 'AWS::MSK::Topic',
        DeletionPolicy: 'Retain',
        UpdateReplacePolicy: 'Retain',
        Properties: {
          ClusterArn: CLUSTER_ARN,
          TopicName: 'app_logs',
          PartitionCount: 12,
          ReplicationFactor: 3,
          Configs: Buffer.from('min.insync.replicas=2\nretention.ms=259200000').toString('base64'),
        },
      },
    ])
  })
})
