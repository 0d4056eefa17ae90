import { Aspects, AspectPriority, Names, Stack, type IAspect } from 'aws-cdk-lib/core'
import * as iam from 'aws-cdk-lib/aws-iam'
import type { IConstruct } from 'constructs'
import { shown } from '../../spec/shown.js'
import { checkProps, isKnown } from './check-props.js'
import { wellTyped } from './well-typed.js'

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

/** Longest prefix: the name itself needs the rest. */
const PREFIX_LENGTH = 20

/** Gives every role below a construct, also those that other constructs make, the boundary and the name of a landing zone. */
export class RoleConventions implements IAspect {
  private static readonly prefixes = new WeakMap<IConstruct, string>()

  static apply(scope: IConstruct, given: RoleConventionsProps): void {
    const props = wellTyped(scope, given, {
      optional: { permissionsBoundary: 'text', rolePrefix: 'text' },
    })
    if (isKnown(props.rolePrefix) && !/^[A-Za-z0-9+=,.@_-]{1,20}$/.test(props.rolePrefix)) {
      checkProps(scope, [
        {
          code: 'RolePrefixInvalid',
          message: `rolePrefix is ${shown(props.rolePrefix)}`,
          hint: 'write 1 to 20 letters, digits or + = , . @ _ -: the rest of the 64 is for the name itself',
        },
      ])
      return
    }
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
      const maxLength =
        ROLE_NAME_LENGTH - (isKnown(rolePrefix) ? rolePrefix.length : PREFIX_LENGTH) - 'ap-southeast-1'.length - 1
      node.roleName = `${rolePrefix}${Names.uniqueResourceName(node, { maxLength, separator: '-' })}${suffix}`
    }
  }
}
