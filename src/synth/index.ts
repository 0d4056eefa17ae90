import type { Project } from './open-project.js'
import type { RenderProjectOptions } from './project.js'
import type { AppInputs, AppOptions, StartedApp } from './start-app.js'
import type { Synthesis, SynthesizeInput } from './synthesize.js'
import type { FileChange } from './file-change.js'
import type { RenderedFiles } from './digest.js'
import type { PlanProjectOptions, WriteProjectOptions } from './write-project.js'
import type { Spec } from '../spec/schema.js'

export type { ClickstreamStackProps } from '../constructs/environment/clickstream-stack-props.js'
export type { AssemblyContents, ImageAsset, PluginAsset } from './assembly-file.js'
export type { Template, Templates } from './cloudformation.js'
export { deployCommand } from './deploy-command.js'
export { deploymentParameters, type DeploymentParameter } from './deployment-parameters.js'
export type { FileChange, FileChangeKind } from './file-change.js'
export type { AttachedPolicy, IamStatement } from './iam-statements.js'
export type { Project } from './open-project.js'
export type { RenderProjectOptions } from './project.js'
export { proveReachability, type ReachabilityOptions, type ReachabilityProof } from './reachability.js'
export type { Duty, Evidence, Gap, Hop } from './reachability/hop.js'
export { securityPlan, type SecurityPlan } from './security-plan.js'
export type { SecurityGroupRule } from './security-rules.js'
export type { AppInputs, AppOptions, StartedApp } from './start-app.js'
export { templatesOf, type Synthesis, type SynthesizedStack, type SynthesizeInput } from './synthesize.js'
export type { Acknowledgement } from './acknowledgements.js'
export type { Finding } from './validation-report.js'
export type { RenderedFrom } from './one-spec.js'
export type { Decide, Decision, PlanProjectOptions, WriteProjectOptions } from './write-project.js'

// What needs aws-cdk-lib, Handlebars or the diff library is imported when it is called: `plan` and `--help` are fast.

/** Reads spec and lock of a generated project; throws `ContainersStale`, `ProjectStale`, `NotAProject` and what `loadSpec` throws. */
export async function openProject(projectDir: string | URL): Promise<Project> {
  return (await import('./open-project.js')).openProject(projectDir)
}

/** Makes the app around a project's stacks, which `bin/app.ts` adds. */
export async function startApp(inputs: AppInputs, options?: AppOptions): Promise<StartedApp> {
  return (await import('./start-app.js')).startApp(inputs, options)
}

/** All files of the generated project by relative path. */
export async function renderProject(
  spec: Spec,
  options: RenderProjectOptions,
): Promise<Map<string, string | Uint8Array>> {
  return (await import('./project.js')).renderProject(spec, options)
}

/** What writing a rendered project would do, file by file, without doing it. */
export async function planProject(
  projectDir: string,
  files: RenderedFiles,
  options?: PlanProjectOptions,
): Promise<FileChange[]> {
  return (await import('./write-project.js')).planProject(projectDir, files, options)
}

/** Writes a rendered project; overwrites nothing that was changed by hand unless `decide` says so. */
export async function writeProject(
  projectDir: string,
  files: RenderedFiles,
  options?: WriteProjectOptions,
): Promise<FileChange[]> {
  return (await import('./write-project.js')).writeProject(projectDir, files, options)
}

/** Synthesizes and validates in this process; throws `ValidationFailed` with every finding at once. */
export async function synthesize(input: SynthesizeInput): Promise<Synthesis> {
  return (await import('./synthesize.js')).synthesize(input)
}
