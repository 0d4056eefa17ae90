import type * as ec2 from 'aws-cdk-lib/aws-ec2'
import { SUBNETS, VPC } from '../platform/prop-kinds.js'
import { type PropTypes } from '../platform/well-typed.js'

/** A service that the collectors or connectors call. */
export type EndpointService = 'athena' | 'ecr.api' | 'ecr.dkr' | 'glue' | 'logs' | 's3' | 'secretsmanager' | 'ssm'

export interface ClickstreamVpcEndpointsProps {
  readonly vpc: ec2.IVpc

  readonly subnets: ec2.SubnetSelection

  /**
   * Addresses that may use the endpoints.
   *
   * @default - the VPC's IPv4 range
   */
  readonly clients?: readonly ec2.IPeer[]

  /** Services to reach; one that the VPC has an endpoint for already must be left out. */
  readonly services: readonly EndpointService[]
}

/** What each prop has to be, for callers whose compiler has not checked them. */
export const ENDPOINTS_TYPES: PropTypes<ClickstreamVpcEndpointsProps> = {
  required: { vpc: VPC, subnets: SUBNETS, services: 'list' },
  optional: { clients: 'list' },
}
