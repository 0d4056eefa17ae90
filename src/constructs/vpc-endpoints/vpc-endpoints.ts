import * as ec2 from 'aws-cdk-lib/aws-ec2'
import { Construct } from 'constructs'
import { acknowledgeUnreadable } from '../nag/acknowledge-unreadable.js'
import { ENDPOINTS_TYPES, type ClickstreamVpcEndpointsProps, type EndpointService } from './vpc-endpoints-props.js'
import { wellTyped } from '../platform/well-typed.js'

const SERVICES: Readonly<Record<EndpointService, ec2.InterfaceVpcEndpointAwsService>> = {
  athena: ec2.InterfaceVpcEndpointAwsService.ATHENA,
  'ecr.api': ec2.InterfaceVpcEndpointAwsService.ECR,
  'ecr.dkr': ec2.InterfaceVpcEndpointAwsService.ECR_DOCKER,
  glue: ec2.InterfaceVpcEndpointAwsService.GLUE,
  logs: ec2.InterfaceVpcEndpointAwsService.CLOUDWATCH_LOGS,
  s3: ec2.InterfaceVpcEndpointAwsService.S3,
  secretsmanager: ec2.InterfaceVpcEndpointAwsService.SECRETS_MANAGER,
  ssm: ec2.InterfaceVpcEndpointAwsService.SSM,
}

/**
 * The way from isolated subnets to AWS. S3 has an interface endpoint too, because a gateway endpoint has to know the route
 * tables of subnets that are not ours.
 */
export class ClickstreamVpcEndpoints extends Construct {
  readonly securityGroup: ec2.SecurityGroup

  constructor(scope: Construct, id: string, given: ClickstreamVpcEndpointsProps) {
    super(scope, id)
    const props = wellTyped(this, given, ENDPOINTS_TYPES)
    const { vpc, subnets, services, clients = [ec2.Peer.ipv4(vpc.vpcCidrBlock)] } = props
    this.securityGroup = new ec2.SecurityGroup(this, 'SecurityGroup', {
      vpc,
      description: 'VPC endpoints of collectors and connectors',
      allowAllOutbound: false,
    })
    for (const client of clients) {
      this.securityGroup.addIngressRule(client, ec2.Port.tcp(443), 'AWS APIs for collectors and connectors')
    }
    acknowledgeUnreadable(this.securityGroup, clients)
    for (const service of services) {
      new ec2.InterfaceVpcEndpoint(this, service, {
        vpc,
        subnets,
        service: SERVICES[service],
        securityGroups: [this.securityGroup],
        open: false,
        privateDnsEnabled: true,
        ...(service === 's3' && {
          // Without a gateway endpoint in the VPC, private names must hold for everybody in it.
          dnsRecordIpType: ec2.VpcEndpointDnsRecordIpType.IPV4,
          privateDnsOnlyForInboundResolverEndpoint:
            ec2.VpcEndpointPrivateDnsOnlyForInboundResolverEndpoint.ALL_RESOLVERS,
        }),
      })
    }
  }
}
