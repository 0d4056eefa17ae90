import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { EnvironmentLock } from '../spec/lock.js'
import type { Spec } from '../spec/schema.js'
import { renderContainers } from '../containers/containers.js'
import { digestOf } from './digest.js'
import { readManifest } from './manifest.js'
import { openProject } from './open-project.js'
import { SafeFolder } from './safe-folder.js'
import type { AppInputs } from './start-app.js'
import type { Template, Templates } from './cloudformation.js'
import { readAcknowledgements } from './acknowledgements.js'
import type { Acknowledgement } from './acknowledgements.js'
import { readValidationReport, validationFailed } from './validation-report.js'
import type { Finding } from './validation-report.js'

interface SpecInput {
  readonly spec: Spec
  readonly lock?: EnvironmentLock
  /** @default - rendered into a temporary folder */
  readonly containersDir?: string
}

interface ProjectInput {
  readonly projectDir: string
}

export type SynthesizeInput = (SpecInput | ProjectInput) & {
  /** Folder of the assembly. @default - `cdk.out` in the project, else a new temporary folder */
  readonly outdir?: string
}

/** One synthesized stack. */
export interface SynthesizedStack {
  readonly name: string
  readonly template: Template
  readonly resources: number
}

export interface Synthesis {
  readonly assemblyDir: string
  /** In order of deployment. */
  readonly stacks: readonly SynthesizedStack[]
  /** Findings that did not stop synth. */
  readonly findings: readonly Finding[]
  /** Rules that constructs break for a reason, with the reason. */
  readonly acknowledged: readonly Acknowledgement[]
  /** False where `CDK_VALIDATION=false` left CloudFormation's own rules out; cdk-nag's always run. */
  readonly validated: boolean
  /** Stacks and entry of the project that were changed by hand: this synthesis does not hold those changes, `npx cdk synth` does. */
  readonly editedByHand: readonly string[]
}

/**
 * Synthesizes and validates in this process. Throws `ValidationFailed` with every finding at once, and for a project what
 * `openProject` throws.
 */
export async function synthesize(input: SynthesizeInput): Promise<Synthesis> {
  if ('projectDir' in input) {
    const project = openProject(input.projectDir)
    const synthesis = await synthesizeApp(project, input.outdir ?? join(input.projectDir, 'cdk.out'))
    return { ...synthesis, editedByHand: await editedCode(input.projectDir) }
  }
  const outdir = input.outdir ?? (await mkdtemp(join(tmpdir(), 'clickstream-synth-')))
  if (input.containersDir !== undefined) return synthesizeApp({ ...input, containersDir: input.containersDir }, outdir)
  return withRenderedContainers(input.spec, (containersDir) => synthesizeApp({ ...input, containersDir }, outdir))
}

/** The templates of a synthesis by stack name. */
export function templatesOf(synthesis: Synthesis): Templates {
  return Object.fromEntries(synthesis.stacks.map(({ name, template }) => [name, template]))
}

/** Renders the containers into a temporary folder for as long as `use` runs; synth copies them into the assembly. */
export async function withRenderedContainers<T>(
  spec: Spec,
  use: (containersDir: string) => Promise<T> | T,
): Promise<T> {
  const dir = await mkdtemp(join(tmpdir(), 'clickstream-containers-'))
  try {
    const folder = await SafeFolder.open(dir)
    for (const [path, content] of renderContainers(spec)) await folder.write(path, content)
    return await use(dir)
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
}

async function synthesizeApp(inputs: AppInputs, outdir: string): Promise<Synthesis> {
  const { createApp } = await import('./app.js')
  // The report is read below: CDK itself would print it and throw without its contents.
  const app = createApp(inputs, { outdir, context: { '@aws-cdk/core:failSynthOnValidationErrors': false } })
  const assembly = app.synth()
  const report = readValidationReport(assembly.directory)
  if (!report.passed) throw validationFailed(report)
  const stacks = assembly.stacks.map(async (artifact): Promise<SynthesizedStack> => {
    const template = JSON.parse(await readFile(artifact.templateFullPath, 'utf8')) as Template
    return { name: artifact.stackName, template, resources: Object.keys(template.Resources).length }
  })
  return {
    assemblyDir: assembly.directory,
    stacks: await Promise.all(stacks),
    findings: report.findings,
    acknowledged: readAcknowledgements(assembly.directory),
    validated: process.env['CDK_VALIDATION'] !== 'false',
    editedByHand: [],
  }
}

/** The project's code that is no longer what was generated; this process synthesizes from the tool's own copy of it. */
async function editedCode(projectDir: string): Promise<string[]> {
  const manifest = await readManifest(projectDir)
  const folder = await SafeFolder.open(projectDir)
  const edited: string[] = []
  for (const [path, digest] of Object.entries(manifest?.files ?? {})) {
    if (!path.startsWith('lib/') && !path.startsWith('bin/') && path !== 'cdk.json') continue
    const content = await folder.read(path)
    if (content === undefined || digestOf(content) !== digest) edited.push(path)
  }
  return edited
}
