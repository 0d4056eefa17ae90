import { describe, expect, test } from '@jest/globals'
import * as iam from 'aws-cdk-lib/aws-iam'
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch'
import { Alarms, ClickstreamVpcEndpoints, RoleConventions } from '../../../src/constructs/index.js'
import { problemsAt } from '../../../src/constructs/platform/check-props.js'
import { nagFindings, propertiesOf, resourcesOf, testStack, testVpc } from '../support.js'

describe('RoleConventions', () => {
  test('bounds and names every role, and leaves a name alone that somebody chose', () => {
    // GIVEN
    const stack = testStack()
    const assumedBy = new iam.ServicePrincipal('ecs-tasks.amazonaws.com')
    new iam.Role(stack, 'Unnamed', { assumedBy })
    new iam.Role(stack, 'Named', { assumedBy, roleName: 'mine' })
    // WHEN
    RoleConventions.apply(stack, { permissionsBoundary: 'arn:aws:iam::123456789012:policy/b', rolePrefix: 'lz-' })
    // THEN
    const roles = resourcesOf(stack, 'AWS::IAM::Role').map(({ Properties }) => {
      const { RoleName, PermissionsBoundary } = Properties as Record<string, unknown>
      return [RoleName, PermissionsBoundary]
    })
    expect(roles).toEqual([
      [expect.stringMatching(/^lz-Test-Unnamed-[0-9A-F]{8}-us-east-1$/), 'arn:aws:iam::123456789012:policy/b'],
      ['mine', 'arn:aws:iam::123456789012:policy/b'],
    ])
  })

  test('reports a prefix that no role can have, and a boundary that is no text', () => {
    const stack = testStack()
    RoleConventions.apply(stack, { permissionsBoundary: 7 as never, rolePrefix: 'a prefix of a landing zone' })
    expect(problemsAt(stack).map(({ code, message, path }) => [path, code, message])).toEqual([
      ['Test', 'WrongType', 'permissionsBoundary is 7'],
      ['Test', 'RolePrefixInvalid', 'rolePrefix is "a prefix of a landing zone"'],
    ])
  })
})

describe('ClickstreamVpcEndpoints', () => {
  test('gives S3 private names without a gateway endpoint, and lets only the VPC in', () => {
    // GIVEN
    const stack = testStack()
    // WHEN
    new ClickstreamVpcEndpoints(stack, 'Endpoints', { ...testVpc(stack), services: ['s3', 'logs'] })
    // THEN
    const endpoints = resourcesOf(stack, 'AWS::EC2::VPCEndpoint').map(({ Properties }) => {
      const { ServiceName, PrivateDnsEnabled, DnsOptions, VpcEndpointType } = Properties as Record<string, unknown>
      return { ServiceName, PrivateDnsEnabled, DnsOptions, VpcEndpointType }
    })
    expect(endpoints).toEqual([
      {
        ServiceName: 'com.amazonaws.us-east-1.s3',
        PrivateDnsEnabled: true,
        VpcEndpointType: 'Interface',
        DnsOptions: { DnsRecordIpType: 'ipv4', PrivateDnsOnlyForInboundResolverEndpoint: 'AllResolvers' },
      },
      {
        ServiceName: 'com.amazonaws.us-east-1.logs',
        PrivateDnsEnabled: true,
        VpcEndpointType: 'Interface',
        DnsOptions: undefined,
      },
    ])
    expect(propertiesOf(stack, 'AWS::EC2::SecurityGroup').SecurityGroupIngress).toEqual([
      {
        CidrIp: '10.0.0.0/16',
        IpProtocol: 'tcp',
        FromPort: 443,
        ToPort: 443,
        Description: 'AWS APIs for collectors and connectors',
      },
    ])
    expect(nagFindings(stack)).toEqual([])
  })
})

describe('Alarms', () => {
  test('tell the address over a topic that takes TLS only; without an address there is no topic', () => {
    // GIVEN
    const metric = new cloudwatch.Metric({ namespace: 'n', metricName: 'm' })
    const options = { metric, threshold: 1, below: true, periods: 2, description: 'cause and command' }
    const [told, quiet] = [testStack(), testStack()]
    // WHEN
    new Alarms(told, 'Alarms', { alarmEmail: 'ops@example.com' }).add('Low', options)
    new Alarms(quiet, 'Alarms', {}).add('Low', options)
    // THEN
    const { Endpoint, Protocol } = propertiesOf(told, 'AWS::SNS::Subscription')
    expect([Endpoint, Protocol]).toEqual(['ops@example.com', 'email'])
    const { AlarmActions, ...alarm } = propertiesOf(told, 'AWS::CloudWatch::Alarm')
    expect(AlarmActions).toHaveLength(1)
    expect(alarm).toMatchObject({
      AlarmDescription: 'cause and command',
      ComparisonOperator: 'LessThanThreshold',
      EvaluationPeriods: 2,
      Period: 60,
      Threshold: 1,
      TreatMissingData: 'notBreaching',
    })
    // The policy takes the place of SNS's default one: without the second statement no alarm gets through.
    expect((propertiesOf(told, 'AWS::SNS::TopicPolicy').PolicyDocument as { Statement: unknown }).Statement).toEqual([
      expect.objectContaining({ Sid: 'AllowPublishThroughSSLOnly', Effect: 'Deny' }),
      {
        Sid: 'AllowAlarmsOfThisAccount',
        Effect: 'Allow',
        Principal: { Service: 'cloudwatch.amazonaws.com' },
        Action: 'sns:Publish',
        Resource: { Ref: 'AlarmsTopic3A2DFEBA' },
        Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
      },
    ])
    expect(nagFindings(told)).toEqual([])
    expect(resourcesOf(quiet, 'AWS::SNS::Topic')).toEqual([])
    expect(propertiesOf(quiet, 'AWS::CloudWatch::Alarm').AlarmActions).toBeUndefined()
  })
})
