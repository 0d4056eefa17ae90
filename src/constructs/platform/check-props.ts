import { Token } from 'aws-cdk-lib/core'
import type { Construct } from 'constructs'
import type { Problem } from '../../errors.js'

/** What is wrong with props, or nothing; rules read as `condition && problem`. */
export type MaybeProblem = Problem | false | undefined

/**
 * Reports everything that is wrong with a construct's props at synth, together with what is wrong elsewhere in the app and
 * behind the construct's path, instead of throwing at the first.
 */
export function checkProps(scope: Construct, problems: readonly MaybeProblem[]): void {
  const found = problems.filter((problem) => problem !== false && problem !== undefined)
  if (found.length === 0) return
  scope.node.addValidation({
    validate: () =>
      found.map(({ code, message, hint }) => `${message} (${code})${hint === undefined ? '' : `; ${hint}`}`),
  })
}

/** Whether a value is known at synth, so that a rule can look at it. */
export function isKnown<T>(value: T | undefined): value is T {
  return value !== undefined && !Token.isUnresolved(value)
}
