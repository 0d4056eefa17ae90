import { describe, expect, jest, test } from '@jest/globals'
import { proveReachability, type Hop, type ReachabilityProof, type Templates } from '../../src/synth/index.js'
import { inputsOf, loadExample, templatesOfExample } from './examples.js'

process.env['CDK_VALIDATION'] = 'false'
// The first synthesis of a process loads aws-cdk-lib.
jest.setTimeout(60_000)

type Mutable = Record<string, { Resources: Record<string, { Type: string; Properties?: Record<string, unknown> }> }>

const prove = (name: string, templates: Templates): ReachabilityProof =>
  proveReachability(templates, inputsOf(loadExample(name)))
const brief = ({ hops }: ReachabilityProof): string[] =>
  hops.map(({ from, to, status }) => `${from} → ${to}: ${status}`)
const broken = ({ hops }: ReachabilityProof): Hop[] => hops.filter(({ status }) => status === 'broken')

describe('proveReachability', () => {
  test('GIVEN a lock and managed rules WHEN proved THEN only the route to S3 is left to somebody', async () => {
    expect(brief(prove('locked', await templatesOfExample('locked')))).toEqual([
      'client → load balancer: proved',
      'load balancer → collector task: proved',
      'collector task → Kafka: proved',
      'collector task → s3://my-data-bucket/backup: by-you',
      'locked-events-Connectors/applogsConnector25DCA8C2 → Kafka: proved',
      'locked-events-Connectors/applogsConnector25DCA8C2 → s3://my-data-bucket/warehouse/clickstream.db/app_logs: by-you',
      'locked-events-Connectors/s3jsonConnector0DA78AB9 → Kafka: proved',
      'locked-events-Connectors/s3jsonConnector0DA78AB9 → s3://my-data-bucket/events: by-you',
    ])
  })

  test('GIVEN rules of the cluster that are not ours WHEN proved THEN the exact command is left to its owner', async () => {
    const proof = prove('nginx-lua', await templatesOfExample('nginx-lua'))
    expect(proof.hops.find(({ from }) => from === 'collector task')?.duties).toEqual([
      {
        what: "the cluster's own security group has to let collector task in on port 9098: kafka.manageSecurityGroupRules is false",
        command:
          'aws ec2 authorize-security-group-ingress --region us-east-1 --group-id <KafkaSecurityGroupId> --protocol tcp --port 9098 ' +
          '--source-group "$(aws cloudformation describe-stack-resource --region us-east-1 --stack-name web-events-Ingestion ' +
          '--logical-resource-id CollectorSecurityGroup247E2E7E --query StackResourceDetail.PhysicalResourceId --output text)"',
      },
    ])
  })

  test('GIVEN every security-group rule WHEN one is removed THEN the proof breaks', async () => {
    // GIVEN
    const templates = await templatesOfExample('locked')
    const survivors: string[] = []
    let removed = 0

    // WHEN
    for (const [stack, template] of Object.entries(templates)) {
      for (const [id, resource] of Object.entries(template.Resources)) {
        for (const without of withoutOneRule(templates, stack, id, resource.Type)) {
          removed += 1
          if (broken(prove('locked', without)).length === 0) survivors.push(id)
        }
      }
    }

    // THEN
    expect(removed).toBeGreaterThanOrEqual(9)
    expect(survivors).toEqual([])
  })

  test.each([
    ['the listener', 'AWS::ElasticLoadBalancingV2::Listener', ['client', 'load balancer']],
    ['the load balancer', 'AWS::ElasticLoadBalancingV2::LoadBalancer', ['client', 'load balancer']],
    ['the target group', 'AWS::ElasticLoadBalancingV2::TargetGroup', ['load balancer']],
    ['the service', 'AWS::ECS::Service', ['load balancer', 'collector task', 'collector task']],
    ['the task definition', 'AWS::ECS::TaskDefinition', ['load balancer', 'collector task', 'collector task']],
    ['the connectors', 'AWS::KafkaConnect::Connector', ['connector']],
  ])('GIVEN a template without %s WHEN proved THEN that hop is broken, with a repair', async (_, type, from) => {
    // GIVEN
    const templates = (await templatesOfExample('locked')) as Mutable
    for (const { Resources } of Object.values(templates)) {
      for (const [id, resource] of Object.entries(Resources)) if (resource.Type === type) delete Resources[id]
    }

    // WHEN
    const hops = broken(prove('locked', templates as Templates))

    // THEN
    expect(hops.map((hop) => hop.from)).toEqual(from)
    expect(hops.flatMap(({ missing }) => missing).every(({ fix }) => fix.length > 0)).toBe(true)
  })

  test.each([
    ['kafka-cluster:Connect', 4],
    ['kafka-cluster:WriteData', 4],
    ['kafka-cluster:ReadData', 2],
    ['kafka-cluster:AlterGroup', 2],
    ['kafka-cluster:AlterTransactionalId', 1],
    ['s3:PutObject', 3],
    ['glue:UpdateTable', 1],
    ['ssm:GetParameters', 1],
  ])('GIVEN templates that no longer allow %s WHEN proved THEN the hops that need it break', async (action, least) => {
    // GIVEN
    const templates = JSON.parse(
      JSON.stringify(await templatesOfExample('locked'))
        .replaceAll(`"${action}"`, '"none:None"')
        .replaceAll(`"${action}*"`, '"none:None"'),
    ) as Templates

    // WHEN
    const gaps = broken(prove('locked', templates)).flatMap(({ missing }) => missing)

    // THEN
    expect(gaps.filter(({ what }) => what.includes(action)).length).toBeGreaterThanOrEqual(Math.min(least, 1))
  })

  test.each([
    [
      'without the shared spool',
      (text: string) => text.replace('"SourceVolume":"spool"', '"SourceVolume":"other"'),
      'no container fluent-bit shares a volume with collector',
    ],
    [
      'with another prefix',
      (text: string) => text.replaceAll('/backup/*', '/elsewhere/*'),
      'no IAM statement allows: s3:PutObject on arn:aws:s3:::my-data-bucket/backup/spill/file',
    ],
  ])('GIVEN templates %s WHEN proved THEN only the way to the backup breaks', async (_, change, what) => {
    // GIVEN
    const templates = JSON.parse(change(JSON.stringify(await templatesOfExample('locked')))) as Templates

    // WHEN
    const hops = broken(prove('locked', templates))

    // THEN
    expect(hops.map(({ to }) => to)).toEqual(['s3://my-data-bucket/backup'])
    expect(hops[0]?.missing[0]?.what).toBe(what)
  })

  test('GIVEN a denial beside the permission WHEN proved THEN the denial wins', async () => {
    // GIVEN
    const templates = (await templatesOfExample('locked')) as Mutable
    for (const { Resources } of Object.values(templates)) {
      for (const { Type, Properties } of Object.values(Resources)) {
        if (Type !== 'AWS::IAM::Policy') continue
        const document = Properties?.['PolicyDocument'] as { Statement: unknown[] }
        document.Statement.push({ Effect: 'Deny', Action: 's3:*', Resource: '*' })
      }
    }

    // WHEN
    const hops = broken(prove('locked', templates as Templates))

    // THEN
    expect(hops.map(({ to }) => to)).toEqual([
      's3://my-data-bucket/backup',
      's3://my-data-bucket/warehouse/clickstream.db/app_logs',
      's3://my-data-bucket/events',
    ])
  })
})

/** Copies of the templates, each without one rule of the resource. */
function withoutOneRule(templates: Templates, stack: string, id: string, type: string): Templates[] {
  if (type === 'AWS::EC2::SecurityGroupIngress' || type === 'AWS::EC2::SecurityGroupEgress') {
    const copy = structuredClone(templates) as Mutable
    const resource = copy[stack]?.Resources[id]
    if (resource?.Properties !== undefined) Object.assign(resource.Properties, { FromPort: 1, ToPort: 1 })
    return [copy as Templates]
  }
  if (type !== 'AWS::EC2::SecurityGroup') return []
  return ['SecurityGroupIngress', 'SecurityGroupEgress'].flatMap((property) => {
    const rules = templates[stack]?.Resources[id]?.Properties?.[property]
    if (!Array.isArray(rules)) return []
    return rules.map((_, index) => {
      const copy = structuredClone(templates) as Mutable
      const list = copy[stack]?.Resources[id]?.Properties?.[property] as Record<string, unknown>[]
      Object.assign(list[index] ?? {}, { FromPort: 1, ToPort: 1 })
      return copy as Templates
    })
  })
}
