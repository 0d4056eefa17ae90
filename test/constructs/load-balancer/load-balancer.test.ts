import { describe, expect, test } from '@jest/globals'
import type { Stack } from 'aws-cdk-lib/core'
import * as acm from 'aws-cdk-lib/aws-certificatemanager'
import {
  CollectorApplicationLoadBalancer,
  CollectorNetworkLoadBalancer,
  CollectorService,
} from '../../../src/constructs/index.js'
import {
  CERTIFICATE,
  CONTAINER,
  nagFindings,
  propertiesOf,
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

describe('CollectorNetworkLoadBalancer', () => {
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
})
