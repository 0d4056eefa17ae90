import { attachCustomSynthesis, Validations, type App } from 'aws-cdk-lib/core'
import { AwsSolutionsChecks } from 'cdk-nag'
import type { ClickstreamStackProps } from '../constructs/environment/clickstream-stack-props.js'
import type { EnvironmentLock } from '../spec/lock.js'
import type { Spec } from '../spec/schema.js'
import { writeAssemblyFile } from './assembly-file.js'
import { ClickstreamApp } from './construct-problems.js'
import { FEATURE_FLAGS } from './context.js'

/** What an app is made from; `openProject` reads it from a project's folder. */
export interface AppInputs {
  readonly spec: Spec

  /** @default - the templates take CloudFormation parameters instead */
  readonly lock?: EnvironmentLock

  /** Folder with the rendered containers. */
  readonly containersDir: string
}

export interface AppOptions {
  /** Folder of the assembly. @default - what the CDK command line says, else a temporary folder */
  readonly outdir?: string

  /** More context, over the feature flags. @default - none */
  readonly context?: Readonly<Record<string, unknown>>
}

/** An app without stacks, and what each of its stacks takes. */
export interface StartedApp {
  readonly app: App
  readonly props: ClickstreamStackProps
}

/** Makes the app around the stacks: flags, cdk-nag, environment, bootstrap qualifier and `clickstream.json`. */
export function startApp({ spec, lock, containersDir }: AppInputs, { outdir, context }: AppOptions = {}): StartedApp {
  const { bootstrapQualifier } = spec.platform
  const app = new ClickstreamApp({
    analyticsReporting: false,
    context: {
      ...FEATURE_FLAGS,
      ...(bootstrapQualifier !== undefined && { '@aws-cdk/core:bootstrapQualifier': bootstrapQualifier }),
      ...context,
    },
    // Traces point into this tool, not into anything that its user wrote.
    stackTraces: false,
    ...(outdir !== undefined && { outdir }),
  })
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app))
  attachCustomSynthesis(app, { onSynthesize: (session) => writeAssemblyFile(session.outdir, { spec, lock }) })
  return {
    app,
    props: {
      spec,
      ...(lock !== undefined && { lock }),
      containersDir,
      env: { region: spec.region, ...(spec.account !== undefined && { account: spec.account }) },
    },
  }
}
