import { Aspects, AspectPriority, Names, Stack, type IAspect } from 'aws-cdk-lib/core'
import * as iam from 'aws-cdk-lib/aws-iam'
import type { IConstruct } from 'constructs'

export interface RoleConventionsProps {
  /**
   * ARN of the managed policy that bounds every role.
   *
   * @default - none
   */
  readonly permissionsBoundary?: string

  /**
   * Beginning of every role's name, as landing zones ask for it.
   *
   * @default - CloudFormation names the roles
   */
  readonly rolePrefix?: string
}

/** Longest name of an IAM role. Source: IAM user guide, "IAM and STS quotas". */
const ROLE_NAME_LENGTH = 64

/** Gives every role below a construct, also those that other constructs make, the boundary and the name of a landing zone. */
export class RoleConventions implements IAspect {
  private static readonly prefixes = new WeakMap<IConstruct, string>()

  static apply(scope: IConstruct, props: RoleConventionsProps): void {
    if (props.permissionsBoundary === undefined && props.rolePrefix === undefined) return
    if (props.rolePrefix !== undefined) RoleConventions.prefixes.set(scope, props.rolePrefix)
    Aspects.of(scope).add(new RoleConventions(props), { priority: AspectPriority.MUTATING })
  }

  /** The prefix that roles at this place get, for names that have to change together with the roles'. */
  static prefixAt(scope: IConstruct): string | undefined {
    const named = scope.node.scopes.toReversed().find((place) => RoleConventions.prefixes.has(place))
    return named && RoleConventions.prefixes.get(named)
  }

  private constructor(private readonly props: RoleConventionsProps) {}

  visit(node: IConstruct): void {
    if (!(node instanceof iam.CfnRole)) return
    const { permissionsBoundary, rolePrefix } = this.props
    if (permissionsBoundary !== undefined) node.permissionsBoundary = permissionsBoundary
    // A role without a name of its own holds a token that resolves to nothing.
    if (rolePrefix !== undefined && Stack.of(node).resolve(node.roleName) === undefined) {
      // A role's name is unique in its account, not in its region, and the same stack may be deployed to two regions.
      const suffix = `-${Stack.of(node).region}`
      const maxLength = ROLE_NAME_LENGTH - rolePrefix.length - 'ap-southeast-1'.length - 1
      node.roleName = `${rolePrefix}${Names.uniqueResourceName(node, { maxLength, separator: '-' })}${suffix}`
    }
  }
}
