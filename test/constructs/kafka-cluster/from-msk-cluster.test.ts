import { expect, test } from '@jest/globals'
import * as ec2 from 'aws-cdk-lib/aws-ec2'
import * as msk from 'aws-cdk-lib/aws-msk'
import { KafkaClusterReference, kafkaClusterFrom } from '../../../src/constructs/index.js'
import { resourcesOf, testStack, testVpc } from '../support.js'

test('GIVEN a cluster like the L2 of aws-msk-alpha WHEN seen by IAM THEN its brokers and its own security group are used', () => {
  // GIVEN
  const stack = testStack()
  const { vpc } = testVpc(stack)
  const brokers = new ec2.SecurityGroup(stack, 'Brokers', { vpc })
  const client = new ec2.SecurityGroup(stack, 'Client', { vpc, allowAllOutbound: false })
  const cluster = {
    clusterArn: 'arn:aws:kafka:us-east-1:123456789012:cluster/mine/0a1b2c3d-1111-2222-3333-444455556666-7',
    connections: new ec2.Connections({ securityGroups: [brokers] }),
    bootstrapBrokersSaslIam: 'b-1.mine.example:9098',
  }
  // WHEN
  const kafka = kafkaClusterFrom(cluster, { auth: 'iam' })
  kafka.allowFrom(stack, client, 'Events')
  // THEN
  expect([kafka.clusterArn, kafka.bootstrapServers]).toEqual([cluster.clusterArn, 'b-1.mine.example:9098'])
  expect(resourcesOf(stack, 'AWS::EC2::SecurityGroupIngress').length).toBe(1)
  expect(() => kafkaClusterFrom(cluster, { auth: 'tls' })).toThrow(expect.objectContaining({ code: 'BrokersUnknown' }))
  expect(() => kafkaClusterFrom({ ...cluster, connections: new ec2.Connections() }, { auth: 'iam' })).toThrow(
    expect.objectContaining({ code: 'SecurityGroupUnknown' }),
  )
})

test('GIVEN an L1 cluster of the same app WHEN referred to THEN its ARN stays a reference', () => {
  const stack = testStack()
  const { vpc } = testVpc(stack)
  const securityGroup = new ec2.SecurityGroup(stack, 'Brokers', { vpc })
  const cluster = new msk.CfnCluster(stack, 'Cluster', {
    clusterName: 'mine',
    kafkaVersion: '3.9.x',
    numberOfBrokerNodes: 2,
    brokerNodeGroupInfo: {
      clientSubnets: vpc.privateSubnets.map(({ subnetId }) => subnetId),
      instanceType: 'kafka.m7g.large',
      securityGroups: [securityGroup.securityGroupId],
    },
  })
  const kafka = new KafkaClusterReference({
    auth: 'iam',
    clusterArn: cluster.attrArn,
    bootstrapServers: 'b-1.mine.example:9098',
    securityGroup,
  })
  expect(stack.resolve(kafka.topicArn('app_logs'))).toEqual({
    'Fn::Join': [
      '',
      [
        { 'Fn::Select': [0, { 'Fn::Split': [':cluster/', { 'Fn::GetAtt': ['Cluster', 'Arn'] }] }] },
        ':topic/',
        { 'Fn::Select': [1, { 'Fn::Split': [':cluster/', { 'Fn::GetAtt': ['Cluster', 'Arn'] }] }] },
        '/app_logs',
      ],
    ],
  })
})
