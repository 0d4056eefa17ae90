import { Annotations, type Stack } from 'aws-cdk-lib/core'
import * as ec2 from 'aws-cdk-lib/aws-ec2'
import type { ClickstreamStackProps } from './clickstream-stack-props.js'
import { lateFact, type LateFact } from './late-facts.js'

/** VPC and subnets, from the spec, else from the lock, else from parameters; nothing is looked up. */
export class NetworkFacts {
  private importedVpc: ec2.IVpc | undefined
  private readonly imported = new Map<string, ec2.ISubnet>()

  constructor(
    private readonly stack: Stack,
    private readonly props: Pick<ClickstreamStackProps, 'spec' | 'lock'>,
  ) {}

  get vpc(): ec2.IVpc {
    const { spec, lock } = this.props
    this.importedVpc ??= ec2.Vpc.fromVpcAttributes(this.stack, 'Vpc', {
      vpcId: lateFact(this.stack, 'VpcId', spec.network.vpcId ?? lock?.vpc?.id),
      // Subnets are selected one by one; the VPC itself has to name a zone.
      availabilityZones: ['unknown'],
    })
    return this.importedVpc
  }

  /** Everybody inside of the VPC. */
  get vpcPeer(): ec2.IPeer {
    return ec2.Peer.ipv4(lateFact(this.stack, 'VpcCidr', this.props.lock?.vpc?.cidr))
  }

  /** Subnets of the collectors and of the connectors' workers. */
  get taskSubnets(): ec2.SubnetSelection {
    return this.select(this.props.spec.network.taskSubnetIds ?? this.locked(false), ['TaskSubnetA', 'TaskSubnetB'])
  }

  get loadBalancerSubnets(): ec2.SubnetSelection {
    const { loadBalancerSubnetIds, exposure } = this.props.spec.network
    return this.select(loadBalancerSubnetIds ?? this.locked(exposure === 'internet'), [
      'LoadBalancerSubnetA',
      'LoadBalancerSubnetB',
    ])
  }

  /** One subnet a zone, public or private ones; undefined where fewer than two zones are known. */
  private locked(isPublic: boolean): string[] | undefined {
    const perZone = new Map<string, string>()
    for (const subnet of this.props.lock?.vpc?.subnets ?? []) {
      if ((subnet.public ?? false) !== isPublic || subnet.zone === undefined || perZone.has(subnet.zone)) continue
      perZone.set(subnet.zone, subnet.id)
    }
    return perZone.size < 2 ? undefined : [...perZone.values()]
  }

  private select(known: readonly string[] | undefined, facts: readonly LateFact[]): ec2.SubnetSelection {
    const ids = known ?? facts.map((fact) => lateFact(this.stack, fact, undefined))
    return { subnets: ids.map((id, index) => this.subnet(id, known === undefined ? `${facts[index]}Subnet` : id)) }
  }

  private subnet(subnetId: string, id: string): ec2.ISubnet {
    const known = this.imported.get(id)
    if (known !== undefined) return known
    const subnet = ec2.Subnet.fromSubnetAttributes(this.stack, id, { subnetId, availabilityZone: 'unknown' })
    // Route tables are nobody's business here, so their absence is worth no warning.
    Annotations.of(subnet).acknowledgeWarning('@aws-cdk/aws-ec2:noSubnetRouteTableId')
    this.imported.set(id, subnet)
    return subnet
  }
}
