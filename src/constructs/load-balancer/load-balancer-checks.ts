import { Stack, Token } from 'aws-cdk-lib/core'
import type * as ec2 from 'aws-cdk-lib/aws-ec2'
import type { Construct } from 'constructs'
import { parseArn } from '../../spec/arn.js'
import { IDLE_CONNECTION_SECONDS } from '../../spec/container-facts.js'
import { checkProps, isKnown, type MaybeProblem } from '../platform/check-props.js'
import type { CollectorLoadBalancerProps } from './load-balancer-props.js'

/** Longest deregistration delay. Source: Elastic Load Balancing user guide, "Deregistration delay". */
const LONGEST_DELAY_SECONDS = 3600

/** A request that began on a connection's last idle second may take 15 s to arrive (`client_body_timeout`). */
const SHORTEST_DELAY_SECONDS = IDLE_CONNECTION_SECONDS + 15

/** Records what a load balancer of this kind would refuse, and gives the subnets with which the construction can go on. */
export function checkedSubnets(
  scope: Construct,
  props: CollectorLoadBalancerProps,
  zones: number,
  more: readonly MaybeProblem[] = [],
): ec2.SubnetSelection {
  const { subnets, why } = subnetsOf(props)
  checkProps(scope, [
    subnets.length < zones &&
      !isList(subnets) && {
        code: 'SubnetMissing',
        message: `the load balancer has ${subnets.length} subnets${why}`,
        hint: `give at least ${zones}, each in another zone${props.internetFacing ? ', with a route to an internet gateway' : ''}`,
      },
    certificateProblem(scope, props),
    domainProblem(props),
    delayProblem(props),
    isKnown(props.healthPath) &&
      !props.healthPath.startsWith('/') && {
        code: 'HealthPath',
        message: `healthPath is ${JSON.stringify(props.healthPath)}`,
        hint: 'begin it with a slash, as in /health',
      },
    ...more,
  ])
  return why === '' ? props.subnets : { subnets }
}

function subnetsOf({ vpc, subnets }: CollectorLoadBalancerProps): { subnets: ec2.ISubnet[]; why: string } {
  try {
    return { subnets: vpc.selectSubnets(subnets).subnets, why: '' }
  } catch (error) {
    return { subnets: [], why: ` (${error instanceof Error ? error.message : String(error)})` }
  }
}

/** One subnet whose id is an element of a list that is known at deployment stands for all of them. */
function isList(subnets: readonly ec2.ISubnet[]): boolean {
  return subnets.length > 0 && subnets.every(({ subnetId }) => Token.isUnresolved(subnetId))
}

function certificateProblem(scope: Construct, { certificate }: CollectorLoadBalancerProps): MaybeProblem {
  const { region } = Stack.of(scope)
  const arn = certificate?.certificateArn
  const place = isKnown(arn) ? parseArn(arn)?.region : undefined
  if (place === undefined || !isKnown(region) || place === region) return undefined
  return {
    code: 'CertificateRegion',
    message: `the certificate ${arn} is in ${place}, and the load balancer in ${region}`,
    hint: `request or import one in ${region}; only CloudFront wants them in us-east-1`,
  }
}

function domainProblem({ domain }: CollectorLoadBalancerProps): MaybeProblem {
  if (domain === undefined || !isKnown(domain.name)) return undefined
  const zone = zoneNameOf(domain.zone)
  if (zone === undefined || domain.name === zone || domain.name.endsWith(`.${zone}`)) return undefined
  return {
    code: 'DomainNotInZone',
    message: `domain.name is ${domain.name}, which is not in the zone ${zone}`,
    hint: `give a name that ends in .${zone}, or the zone that holds it`,
  }
}

/** A zone that is imported by its id alone throws where it is asked for its name. */
function zoneNameOf(zone: { readonly zoneName: string }): string | undefined {
  try {
    return isKnown(zone.zoneName) ? zone.zoneName : undefined
  } catch {
    return undefined
  }
}

function delayProblem({ deregistrationDelay: delay }: CollectorLoadBalancerProps): MaybeProblem {
  if (delay === undefined || delay.isUnresolved()) return undefined
  const seconds = delay.toSeconds()
  if (seconds >= SHORTEST_DELAY_SECONDS && seconds <= LONGEST_DELAY_SECONDS) return undefined
  return {
    code: 'DeregistrationDelay',
    message: `deregistrationDelay is ${seconds} s`,
    hint: `give ${SHORTEST_DELAY_SECONDS} to ${LONGEST_DELAY_SECONDS} s: the collectors keep idle connections for ${IDLE_CONNECTION_SECONDS} s, and ECS sends the stop signal after the delay`,
  }
}
