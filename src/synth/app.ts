import type { App, Stack } from 'aws-cdk-lib/core'
import type { Construct } from 'constructs'
import type { ClickstreamStackProps } from '../constructs/environment/clickstream-stack-props.js'
import { composition } from './composition.js'
import { withConstructProblems } from './construct-problems.js'
import { COMMAND_LINE_CONTEXT } from './context.js'
import { ConnectorsStack } from './stacks/connectors-stack.js'
import { LuaIngestionStack } from './stacks/lua-ingestion-stack.js'
import { TopicsStack } from './stacks/topics-stack.js'
import { VectorIngestionStack } from './stacks/vector-ingestion-stack.js'
import { startApp } from './start-app.js'
import type { AppInputs, AppOptions } from './start-app.js'

const STACKS: Readonly<Record<string, new (scope: Construct, id: string, props: ClickstreamStackProps) => Stack>> = {
  ConnectorsStack,
  LuaIngestionStack,
  TopicsStack,
  VectorIngestionStack,
}

/** Makes the app with its stacks, at most three; in process, because the CDK command line brings its own context. */
export function createApp(inputs: AppInputs, { outdir, context }: AppOptions = {}): App {
  const { app, props } = startApp(inputs, {
    ...(outdir !== undefined && { outdir }),
    context: { ...COMMAND_LINE_CONTEXT, ...context },
  })
  try {
    addStacks(app, props)
  } catch (error) {
    throw withConstructProblems(app, error)
  }
  return app
}

/** Adds the stacks as `bin/app.ts` of a generated project does; a test compares the templates. */
export function addStacks(app: App, props: ClickstreamStackProps): void {
  const stacks = new Map<string, Stack>()
  for (const { part, after, className, suffix } of composition(props.spec)) {
    const Class = STACKS[className]
    if (Class === undefined) throw new RangeError(`there is no stack ${className}`)
    const stack = new Class(app, `${props.spec.name}-${suffix}`, props)
    stacks.set(part, stack)
    for (const earlier of after) stack.addStackDependency(stacks.get(earlier) as Stack)
  }
}
