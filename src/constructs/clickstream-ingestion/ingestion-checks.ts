import { Token } from 'aws-cdk-lib/core'
import * as ec2 from 'aws-cdk-lib/aws-ec2'
import type { Construct } from 'constructs'
import type { Problem } from '../../errors.js'
import { scramAlone } from '../../spec/rules/auth.js'
import { checkSpec } from '../../spec/rules.js'
import type { Spec } from '../../spec/schema.js'
import { checkProps } from '../platform/check-props.js'
import type { ClickstreamIngestionProps } from './clickstream-ingestion-props.js'
import { ingestionSpec } from './ingestion-spec.js'

/** Props whose subnets are chosen, and what they come to as a spec. */
export interface CheckedIngestion {
  readonly props: ClickstreamIngestionProps & {
    readonly taskSubnets: ec2.SubnetSelection
    readonly loadBalancerSubnets: ec2.SubnetSelection
  }
  readonly spec: Spec
}

/**
 * Props to go on with. Where some are refused, synth says so for all of them at once, and everything that was tuned is left
 * out here, so that construction goes on and what is wrong elsewhere is heard too.
 */
export function checkedIngestion(scope: Construct, given: ClickstreamIngestionProps): CheckedIngestion {
  const { vpc, kafka, bucket, containers, kafkaForConnectors = kafka } = given
  const tasks = subnetsOf(scope, vpc, 'taskSubnets', given.taskSubnets ?? privateSubnets)
  const atLoadBalancer = given.loadBalancerSubnets ?? (given.internetFacing === false ? tasks.selection : publicSubnets)
  const loadBalancer = subnetsOf(scope, vpc, 'loadBalancerSubnets', atLoadBalancer)
  const subnets = { taskSubnets: tasks.selection, loadBalancerSubnets: loadBalancer.selection }
  const spec = ingestionSpec(scope, given)
  const problems = [
    ...tokenProblems(given),
    ...nameProblems(spec),
    ...tasks.problems,
    ...loadBalancer.problems,
    // Whoever gives the connectors' cluster knows that it lets them in.
    ...checkSpec(spec).filter(({ code }) => code !== 'ConnectorsUnproven'),
  ]
  const cannotLogIn = kafkaForConnectors.auth === 'scram' && spec.sinks.length > 0
  if (cannotLogIn) problems.push({ ...scramAlone(), hint: 'give kafkaForConnectors with auth iam' })
  if (problems.length === 0) return { props: { ...given, ...subnets }, spec }
  checkProps(scope, problems)
  const harmless = { vpc, kafka, bucket, ...subnets, sinks: [], ...(containers && { containers }) }
  return { props: harmless, spec: ingestionSpec(scope, harmless) }
}

const privateSubnets: ec2.SubnetSelection = { subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS }
const publicSubnets: ec2.SubnetSelection = { subnetType: ec2.SubnetType.PUBLIC }

/** A selection that has subnets; CDK throws where it has none, or makes a resource that the deployment refuses. */
function subnetsOf(
  scope: Construct,
  vpc: ec2.IVpc,
  prop: string,
  selection: ec2.SubnetSelection,
): { selection: ec2.SubnetSelection; problems: Problem[] } {
  let why = `${prop} selects no subnet`
  try {
    if (vpc.selectSubnets(selection).subnetIds.length > 0) return { selection, problems: [] }
  } catch (error) {
    why = `${prop} selects no subnet: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}`
  }
  const hint = `give ${prop} with subnets in two zones, such as { subnets: vpc.privateSubnets }`
  const stand = ec2.Subnet.fromSubnetAttributes(scope, `No-${prop}`, {
    subnetId: 'subnet-refused',
    availabilityZone: 'refused',
    routeTableId: 'rtb-refused',
  })
  return { selection: { subnets: [stand] }, problems: [{ code: 'SubnetsMissing', message: why, hint }] }
}

/** What goes into the images, into names of constructs or into names that are derived from it. */
function tokenProblems({
  ingestionName,
  backupPrefix,
  imageMirror,
  collector,
  topics = [],
  sinks = [],
}: ClickstreamIngestionProps): Problem[] {
  const values: (readonly [prop: string, value: unknown])[] = [
    ['ingestionName', ingestionName],
    ['backupPrefix', backupPrefix],
    ['imageMirror', imageMirror],
    ...Object.entries(collector ?? {}).map(([key, value]) => [`collector.${key}`, value] as const),
    ...topics.flatMap((topic, index) =>
      Object.entries(topic).map(([key, value]) => [`topics.${index}.${key}`, value] as const),
    ),
    ...sinks.flatMap((sink, index) =>
      sink.type === 's3-json'
        ? []
        : [[`sinks.${index}.database`, sink.database] as const, [`sinks.${index}.table`, sink.table] as const],
    ),
  ]
  return values
    .filter(([, value]) => [value].flat().some((part) => Token.isUnresolved(part)))
    .map(([prop]) => ({
      code: 'KnownAtDeploymentOnly',
      message: `${prop} is a token`,
      hint: 'write the value: it goes into the images or into names that are made at synth',
    }))
}

function nameProblems({ name }: Spec): Problem[] {
  if (Token.isUnresolved(name) || /^[a-z][a-z0-9-]{1,22}[a-z0-9]$/.test(name)) return []
  return [
    {
      code: 'NameInvalid',
      message: `ingestionName is ${JSON.stringify(name)}`,
      hint: 'write 3 to 24 small letters, digits and hyphens, beginning with a letter',
    },
  ]
}
