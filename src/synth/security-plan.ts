import { attachedPolicies, iamStatements } from './iam-statements.js'
import type { AttachedPolicy, IamStatement } from './iam-statements.js'
import { reasonOfPolicy, reasonOfStatement } from './iam-reasons.js'
import { securityGroupRules } from './security-rules.js'
import type { SecurityGroupRule } from './security-rules.js'
import type { Templates } from './cloudformation.js'

/** Something that the templates permit, with why; without a reason only where the stacks were changed by hand. */
type Explained<T> = Omit<T, 'reason'> & { readonly reason?: string }

/** Everything that the templates permit on the network and by IAM. */
export interface SecurityPlan {
  readonly rules: readonly Explained<SecurityGroupRule>[]
  readonly statements: readonly Explained<IamStatement>[]
  readonly policies: readonly Explained<AttachedPolicy>[]
}

/** The full list of security-group rules, IAM statements and managed policies in the templates, each with its reason. */
export function securityPlan(templates: Templates): SecurityPlan {
  return {
    rules: securityGroupRules(templates).map(({ reason, ...rule }) =>
      explained(rule, reason === '' ? undefined : reason),
    ),
    statements: iamStatements(templates).map((statement) => explained(statement, reasonOfStatement(statement))),
    policies: attachedPolicies(templates).map((policy) => explained(policy, reasonOfPolicy(policy))),
  }
}

function explained<T extends object>(item: T, reason: string | undefined): T & { reason?: string } {
  return reason === undefined ? item : { ...item, reason }
}
