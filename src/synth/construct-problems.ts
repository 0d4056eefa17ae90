import { App, type StageSynthesisOptions } from 'aws-cdk-lib/core'
import type { CloudAssembly } from 'aws-cdk-lib/cx-api'
import type { IConstruct } from 'constructs'
import { problemsAt } from '../constructs/platform/check-props.js'
import { ClickstreamError, type Problem } from '../errors.js'
import { invalidSpec } from '../spec/problems.js'

/** An app that says everything that is wrong with its constructs as one error of ours, with path, code and hint of each. */
export class ClickstreamApp extends App {
  /** @throws the first problem's code, with all problems, where a construct refuses its props */
  override synth(options?: StageSynthesisOptions): CloudAssembly {
    try {
      return super.synth(options)
    } catch (error) {
      throw withConstructProblems(this, error)
    }
  }
}

/** What is wrong with the constructs below `root` as one error; what was thrown where they find nothing wrong with themselves. */
export function withConstructProblems(root: IConstruct, thrown: unknown): unknown {
  const problems = root.node.findAll().flatMap(problemsAt)
  if (problems.length === 0) return thrown
  return readable(invalidSpec([...problems, ...problemsOf(thrown)]))
}

/** What a constructor threw is one more problem; CDK's own sum of all of them is none. */
function problemsOf(thrown: unknown): readonly Problem[] {
  if (!ClickstreamError.is(thrown)) return []
  if (thrown.problems.length > 0) return thrown.problems
  const { code, message, hint, place } = thrown
  return [{ code, message, ...place, ...(hint !== undefined && { hint }) }]
}

/** In a generated project nobody catches it: Node prints the stack and every enumerable property, so that text has to be the message. */
function readable(error: ClickstreamError): ClickstreamError {
  const lines = error.problems.flatMap(({ code, message, hint, path }) => [
    `  ${path === undefined ? '' : `[${path}] `}${message} (${code})`,
    ...(hint === undefined ? [] : [`    → ${hint}`]),
  ])
  Object.defineProperty(error, 'stack', { value: ['What is wrong with the constructs:', ...lines].join('\n') })
  for (const key of Object.keys(error)) Object.defineProperty(error, key, { enumerable: false })
  return error
}
