import { describe, expect, test } from '@jest/globals'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Duration, type Stack } from 'aws-cdk-lib/core'
import * as acm from 'aws-cdk-lib/aws-certificatemanager'
import * as ec2 from 'aws-cdk-lib/aws-ec2'
import * as route53 from 'aws-cdk-lib/aws-route53'
import {
  CollectorApplicationLoadBalancer,
  CollectorNetworkLoadBalancer,
  CollectorService,
} from '../../../src/constructs/index.js'
import { CONTAINERS, IDLE_CONNECTION_SECONDS } from '../../../src/spec/container-facts.js'
import {
  CERTIFICATE,
  CONTAINER,
  nagFindings,
  propertiesOf,
  reported,
  resourcesOf,
  testKafka,
  testStack,
  testVpc,
} from '../support.js'

const PUBLIC = [{ CidrIp: '0.0.0.0/0', Description: 'Events from clients', IpProtocol: 'tcp' }]

function parts(stack: Stack) {
  const network = testVpc(stack)
  const collector = new CollectorService(stack, 'Collector', {
    ...network,
    kafka: testKafka(stack),
    containers: [CONTAINER],
  })
  return { ...network, collector }
}

function securityGroup(stack: Stack): Record<string, unknown> {
  const groups = resourcesOf(stack, 'AWS::EC2::SecurityGroup').map(
    ({ Properties }) => Properties as Record<string, unknown>,
  )
  return groups.find(({ GroupDescription }) => GroupDescription === 'Load balancer of the collectors') ?? {}
}

const zone = (stack: Stack) =>
  route53.HostedZone.fromHostedZoneAttributes(stack, 'Zone', { hostedZoneId: 'Z0123456789', zoneName: 'example.com' })

describe('CollectorNetworkLoadBalancer', () => {
  test('speaks IPv6 too, has a name of its own, and scales on new connections for each running task', () => {
    // GIVEN
    const stack = testStack()
    // WHEN
    const { collector, ...network } = parts(stack)
    const loadBalancer = new CollectorNetworkLoadBalancer(stack, 'LB', {
      ...network,
      collector,
      internetFacing: true,
      dualStack: true,
      crossZone: true,
      domain: { zone: zone(stack), name: 'collect.example.com' },
      newConnectionsPerTask: 6000,
    })
    // THEN
    const { IpAddressType, LoadBalancerAttributes } = propertiesOf(stack, 'AWS::ElasticLoadBalancingV2::LoadBalancer')
    expect([IpAddressType, LoadBalancerAttributes]).toEqual([
      'dualstack',
      expect.arrayContaining([{ Key: 'load_balancing.cross_zone.enabled', Value: 'true' }]),
    ])
    expect(securityGroup(stack).SecurityGroupIngress).toEqual([
      { ...PUBLIC[0], FromPort: 80, ToPort: 80 },
      { CidrIpv6: '::/0', Description: 'Events from clients', IpProtocol: 'tcp', FromPort: 80, ToPort: 80 },
    ])
    const records = resourcesOf(stack, 'AWS::Route53::RecordSet').map(({ Properties }) => {
      const { Name, Type, HostedZoneId } = Properties as Record<string, unknown>
      return [Name, Type, HostedZoneId]
    })
    expect(records).toEqual([
      ['collect.example.com.', 'A', 'Z0123456789'],
      ['collect.example.com.', 'AAAA', 'Z0123456789'],
    ])
    expect(loadBalancer.url()).toBe('http://collect.example.com')
    const policies = resourcesOf(stack, 'AWS::ApplicationAutoScaling::ScalingPolicy').map(
      ({ Properties }) => (Properties as Record<string, unknown>).TargetTrackingScalingPolicyConfiguration,
    )
    const { service, cluster } = collector
    const dimensions = [
      { Name: 'ClusterName', Value: stack.resolve(cluster.clusterName) },
      { Name: 'ServiceName', Value: stack.resolve(service.serviceName) },
    ]
    const flows = [{ Name: 'LoadBalancer', Value: stack.resolve(loadBalancer.loadBalancer.loadBalancerFullName) }]
    expect(policies[1]).toEqual({
      TargetValue: 6000,
      ScaleInCooldown: 300,
      ScaleOutCooldown: 60,
      CustomizedMetricSpecification: {
        Metrics: [
          {
            Id: 'flows',
            ReturnData: false,
            MetricStat: {
              Stat: 'Sum',
              Metric: { Namespace: 'AWS/NetworkELB', MetricName: 'NewFlowCount', Dimensions: flows },
            },
          },
          {
            Id: 'tasks',
            ReturnData: false,
            MetricStat: {
              Stat: 'SampleCount',
              Metric: { Namespace: 'AWS/ECS', MetricName: 'CPUUtilization', Dimensions: dimensions },
            },
          },
          {
            Id: 'perTask',
            Expression: 'FILL(flows, 0) / tasks',
            Label: 'New connections a minute and task',
            ReturnData: true,
          },
        ],
      },
    })
    expect(nagFindings(stack)).toEqual([])
  })

  test('reports everything that is wrong with its props at synth, at once', () => {
    // GIVEN
    const stack = testStack('eu-central-1')
    // WHEN
    new CollectorNetworkLoadBalancer(stack, 'LB', {
      ...parts(stack),
      subnets: { subnetType: ec2.SubnetType.PUBLIC },
      certificate: acm.Certificate.fromCertificateArn(stack, 'Certificate', CERTIFICATE),
      internetFacing: true,
      domain: { zone: zone(stack), name: 'collect.example.org' },
      deregistrationDelay: Duration.seconds(30),
      healthPath: 'health',
      newConnectionsPerTask: 0,
    })
    // THEN
    expect(reported(stack)).toEqual([
      expect.stringMatching(
        /^\[Test\/LB\] the load balancer has 0 subnets \(.*'Public'.*\) \(SubnetMissing\); give at least 1, each in another zone, with a route to an internet gateway$/,
      ),
      `[Test/LB] the certificate ${CERTIFICATE} is in us-east-1, and the load balancer in eu-central-1 (CertificateRegion); request or import one in eu-central-1; only CloudFront wants them in us-east-1`,
      '[Test/LB] domain.name is collect.example.org, which is not in the zone example.com (DomainNotInZone); give a name that ends in .example.com, or the zone that holds it',
      '[Test/LB] deregistrationDelay is 30 s (DeregistrationDelay); give 90 to 3600 s: the collectors keep idle connections for 75 s, and ECS sends the stop signal after the delay',
      '[Test/LB] healthPath is "health" (HealthPath); begin it with a slash, as in /health',
      '[Test/LB] newConnectionsPerTask is 0 (ScalingTarget); give how many a task takes in a minute, more than 0',
    ])
  })

  test('with a certificate ends TLS, passes addresses on by PROXY protocol v2, and logs access', () => {
    // GIVEN
    const stack = testStack()
    const certificate = acm.Certificate.fromCertificateArn(stack, 'Certificate', CERTIFICATE)
    // WHEN
    const loadBalancer = new CollectorNetworkLoadBalancer(stack, 'LB', {
      ...parts(stack),
      certificate,
      internetFacing: true,
    })
    // THEN
    expect(propertiesOf(stack, 'AWS::ElasticLoadBalancingV2::Listener')).toEqual({
      Port: 443,
      Protocol: 'TLS',
      SslPolicy: 'ELBSecurityPolicy-TLS13-1-2-2021-06',
      Certificates: [{ CertificateArn: CERTIFICATE }],
      LoadBalancerArn: { Ref: 'LBLoadBalancer945DEFC4' },
      DefaultActions: [{ Type: 'forward', TargetGroupArn: { Ref: 'LBTargetsCDC8FFDE' } }],
    })
    expect(propertiesOf(stack, 'AWS::ElasticLoadBalancingV2::TargetGroup')).toEqual({
      Port: 8802,
      Protocol: 'TCP',
      TargetType: 'ip',
      VpcId: 'vpc-0a1b2c3d4e5f60718',
      HealthCheckProtocol: 'HTTP',
      HealthCheckPath: '/health',
      HealthCheckIntervalSeconds: 10,
      HealthCheckTimeoutSeconds: 5,
      HealthyThresholdCount: 2,
      UnhealthyThresholdCount: 3,
      TargetGroupAttributes: [
        { Key: 'deregistration_delay.timeout_seconds', Value: '180' },
        { Key: 'proxy_protocol_v2.enabled', Value: 'true' },
        { Key: 'preserve_client_ip.enabled', Value: 'false' },
      ],
    })
    expect(securityGroup(stack).SecurityGroupIngress).toEqual([{ ...PUBLIC[0], FromPort: 443, ToPort: 443 }])
    expect(propertiesOf(stack, 'AWS::ElasticLoadBalancingV2::LoadBalancer').LoadBalancerAttributes).toEqual(
      expect.arrayContaining([
        { Key: 'deletion_protection.enabled', Value: 'true' },
        { Key: 'load_balancing.cross_zone.enabled', Value: 'false' },
        { Key: 'access_logs.s3.enabled', Value: 'true' },
      ]),
    )
    expect(loadBalancer.url('collect.example.com')).toBe('https://collect.example.com')
    expect(nagFindings(stack)).toEqual([])
  })

  test('inside of a VPC takes connections from the VPC alone, and without a certificate keeps no access logs', () => {
    // GIVEN
    const stack = testStack()
    // WHEN
    new CollectorNetworkLoadBalancer(stack, 'LB', { ...parts(stack), internetFacing: false })
    // THEN
    expect(propertiesOf(stack, 'AWS::ElasticLoadBalancingV2::LoadBalancer').Scheme).toBe('internal')
    expect(securityGroup(stack).SecurityGroupIngress).toEqual([
      { ...PUBLIC[0], CidrIp: '10.0.0.0/16', FromPort: 80, ToPort: 80 },
    ])
    expect(resourcesOf(stack, 'AWS::S3::Bucket')).toEqual([])
    expect(nagFindings(stack)).toEqual([])
  })
})

describe('CollectorApplicationLoadBalancer', () => {
  test('redirects to HTTPS, lets only the paths through, five to a rule, and answers 404 to everything else', () => {
    // GIVEN
    const stack = testStack()
    const certificate = acm.Certificate.fromCertificateArn(stack, 'Certificate', CERTIFICATE)
    // WHEN
    new CollectorApplicationLoadBalancer(stack, 'LB', {
      ...parts(stack),
      certificate,
      internetFacing: true,
      paths: ['/a', '/b', '/c', '/d', '/e', '/f'],
    })
    // THEN
    const actions = resourcesOf(stack, 'AWS::ElasticLoadBalancingV2::Listener').map(({ Properties }) => {
      const { Port, DefaultActions } = Properties as Record<string, unknown>
      return [Port, DefaultActions]
    })
    expect(actions).toEqual([
      [80, [{ Type: 'redirect', RedirectConfig: { Protocol: 'HTTPS', Port: '443', StatusCode: 'HTTP_301' } }]],
      [
        443,
        [
          {
            Type: 'fixed-response',
            FixedResponseConfig: { StatusCode: '404', ContentType: 'text/plain', MessageBody: 'not found' },
          },
        ],
      ],
    ])
    const rules = resourcesOf(stack, 'AWS::ElasticLoadBalancingV2::ListenerRule').map(
      ({ Properties }) => (Properties as Record<string, unknown>).Conditions,
    )
    expect(rules).toEqual([
      [{ Field: 'path-pattern', PathPatternConfig: { Values: ['/a', '/b', '/c', '/d', '/e'] } }],
      [{ Field: 'path-pattern', PathPatternConfig: { Values: ['/f'] } }],
    ])
    const attributes = propertiesOf(stack, 'AWS::ElasticLoadBalancingV2::LoadBalancer').LoadBalancerAttributes
    expect(attributes).toEqual(
      expect.arrayContaining([
        { Key: 'deletion_protection.enabled', Value: 'true' },
        { Key: 'routing.http.drop_invalid_header_fields.enabled', Value: 'true' },
        { Key: 'routing.http.desync_mitigation_mode', Value: 'strictest' },
        { Key: 'access_logs.s3.enabled', Value: 'true' },
      ]),
    )
    expect(nagFindings(stack)).toEqual([])
  })

  test('scales on requests, and answers 429 by WAF to an address that sends too many', () => {
    // GIVEN
    const stack = testStack()
    // WHEN
    new CollectorApplicationLoadBalancer(stack, 'LB', {
      ...parts(stack),
      certificate: acm.Certificate.fromCertificateArn(stack, 'Certificate', CERTIFICATE),
      internetFacing: true,
      paths: ['/collect'],
      domain: { zone: route53.HostedZone.fromHostedZoneId(stack, 'Zone', 'Z0123456789'), name: 'collect.example.com' },
      requestsPerTask: 60_000,
      requestsPerAddress: 30_000,
    })
    // THEN
    const policies = resourcesOf(stack, 'AWS::ApplicationAutoScaling::ScalingPolicy').map(
      ({ Properties }) => (Properties as Record<string, unknown>).TargetTrackingScalingPolicyConfiguration,
    )
    expect(policies[1]).toMatchObject({
      TargetValue: 60_000,
      PredefinedMetricSpecification: { PredefinedMetricType: 'ALBRequestCountPerTarget' },
    })
    expect(propertiesOf(stack, 'AWS::WAFv2::WebACL').Rules).toEqual([
      expect.objectContaining({
        Action: { Block: { CustomResponse: { ResponseCode: 429 } } },
        Statement: { RateBasedStatement: { AggregateKeyType: 'IP', Limit: 30_000, EvaluationWindowSec: 300 } },
      }),
    ])
    expect(propertiesOf(stack, 'AWS::WAFv2::WebACLAssociation').ResourceArn).toEqual({ Ref: 'LBLoadBalancer945DEFC4' })
    expect(propertiesOf(stack, 'AWS::Route53::RecordSet').Name).toBe('collect.example.com.')
    expect(nagFindings(stack)).toEqual([])
  })

  test('reports a single subnet, no path, and limits that nobody takes', () => {
    // GIVEN
    const stack = testStack()
    const { vpc, collector } = parts(stack)
    // WHEN
    new CollectorApplicationLoadBalancer(stack, 'LB', {
      vpc,
      collector,
      subnets: { subnets: [ec2.Subnet.fromSubnetId(stack, 'One', 'subnet-0aaaaaaaaaaaaaaa1')] },
      internetFacing: false,
      paths: [],
      requestsPerTask: -1,
      requestsPerAddress: 5,
    })
    // THEN
    expect(reported(stack)).toEqual([
      '[Test/LB] the load balancer has 1 subnets (SubnetMissing); give at least 2, each in another zone',
      '[Test/LB] paths is empty, so that no event reaches a collector (PathMissing); give the paths that take events, such as /collect',
      '[Test/LB] requestsPerTask is -1 (ScalingTarget); give how many a task takes in a minute, more than 0',
      '[Test/LB] requestsPerAddress is 5 (RateLimit); AWS WAF takes 10 to 2000000000 requests in 300 s',
    ])
  })

  test('gives up an idle connection sooner than the collectors do, and tasks that go away outlive both', () => {
    // GIVEN
    const stack = testStack()
    new CollectorApplicationLoadBalancer(stack, 'LB', { ...parts(stack), internetFacing: true, paths: ['/collect'] })
    // WHEN
    const attributes = (type: string, property: string) =>
      Object.fromEntries(
        (propertiesOf(stack, type)[property] as { Key: string; Value: string }[]).map(({ Key, Value }) => [Key, Value]),
      )
    const balancer = attributes('AWS::ElasticLoadBalancingV2::LoadBalancer', 'LoadBalancerAttributes')
    const targets = attributes('AWS::ElasticLoadBalancingV2::TargetGroup', 'TargetGroupAttributes')
    const kept = ['nginx-lua/nginx.conf.hbs', 'nginx-vector/nginx/nginx.conf.hbs'].map((file) =>
      // 75 s is what nginx does where nothing is written.
      Number(/keepalive_timeout (\d+)s;/.exec(readFileSync(join('templates', file), 'utf8'))?.[1] ?? 75),
    )
    // THEN
    expect(kept).toEqual([IDLE_CONNECTION_SECONDS, IDLE_CONNECTION_SECONDS])
    expect(Number(balancer['idle_timeout.timeout_seconds'])).toBeLessThan(IDLE_CONNECTION_SECONDS)
    expect(Number(targets['deregistration_delay.timeout_seconds'])).toBeGreaterThan(IDLE_CONNECTION_SECONDS)
    for (const containers of Object.values(CONTAINERS)) {
      expect(containers.reduce((sum, { stopTimeoutSeconds }) => sum + stopTimeoutSeconds, 0)).toBeLessThan(120)
    }
  })
})
