import { Token } from 'aws-cdk-lib/core'
import type { IConstruct } from 'constructs'
import type { Problem } from '../../errors.js'

/** What is wrong with props, or nothing; rules read as `condition && problem`. */
export type MaybeProblem = Problem | false | undefined

/** What each construct was told is wrong with it, beside the text that CDK prints. */
const recorded = new WeakMap<IConstruct, Problem[]>()

/**
 * Reports everything that is wrong with a construct's props at synth, together with what is wrong elsewhere in the app and
 * behind the construct's path, instead of throwing at the first.
 */
export function checkProps(scope: IConstruct, problems: readonly MaybeProblem[]): void {
  const found = problems.filter((problem) => problem !== false && problem !== undefined)
  if (found.length === 0) return
  recorded.set(scope, [...(recorded.get(scope) ?? []), ...found])
  scope.node.addValidation({ validate: () => found.map(textOf) })
}

/** Everything that is wrong with one construct: what `checkProps` was told, and what others' validations say, as `ConstructInvalid`. */
export function problemsAt(construct: IConstruct): Problem[] {
  const own = recorded.get(construct) ?? []
  const texts = new Set(own.map(textOf))
  const others = construct.node.validate().filter((text) => !texts.has(text))
  const path = construct.node.path
  return [...own, ...others.map((message) => ({ code: 'ConstructInvalid', message }))].map((problem) => ({
    ...problem,
    path,
  }))
}

/** Whether a value is known at synth, so that a rule can look at it. */
export function isKnown<T>(value: T | undefined): value is T {
  return value !== undefined && !Token.isUnresolved(value)
}

function textOf({ code, message, hint }: Problem): string {
  return `${message} (${code})${hint === undefined ? '' : `; ${hint}`}`
}
