import { realpath } from 'node:fs/promises'
import { dirname, isAbsolute, join, relative, resolve } from 'node:path'
import type { CostEstimate } from '../cost/index.js'
import type { EnvironmentLock, ProvenanceMap, Spec } from '../spec/index.js'
import type { Acknowledgement, Decision, FileChange, Finding, ReachabilityProof } from '../synth/index.js'
import type { Context } from './context.js'
import { decideHandEdits } from './hand-edits.js'

export interface GenerateInput {
  readonly spec: Spec
  readonly provenance: ProvenanceMap
  readonly lock?: EnvironmentLock
  /** The spec's file: its text is kept with its comments, and where it is the project's own it is read, not written. @default - written from the spec */
  readonly specFile?: { readonly path: string; readonly text: string }
  /** Folder of the project. */
  readonly out: string
  /** What happens to files that were edited or deleted by hand. @default - the person is asked */
  readonly decision?: Decision
  /** How the command at hand says what happens to such files. */
  readonly decisionHint: string
}

export interface Validation {
  /** False where the environment switched CloudFormation's own rules off; cdk-nag's always run. */
  readonly cloudFormation: boolean
  readonly findings: readonly Finding[]
  /** Rules that constructs break for a reason, with the reason. */
  readonly acknowledged: readonly Acknowledgement[]
}

/** A project that was written, synthesized and checked. */
export interface Generated {
  /** Folder of the project, as it was named. */
  readonly project: string
  readonly files: readonly FileChange[]
  readonly stacks: readonly { readonly name: string; readonly resources: number }[]
  readonly validation: Validation
  /** Code of the project that was edited by hand and is therefore not what was synthesized here. */
  readonly editedByHand: readonly string[]
  readonly reachability: ReachabilityProof
  readonly cost: CostEstimate
  readonly promises: readonly string[]
  /** Commands, in order. */
  readonly next: readonly string[]
}

/**
 * Writes, synthesizes, validates and proves one project. Throws `HandEditedFiles` (exit code 4) before anything is written
 * where somebody would have to be asked and nobody is there.
 */
export async function generateProject(context: Context, input: GenerateInput): Promise<Generated> {
  const { spec, provenance, lock, specFile, out, decision, decisionHint } = input
  const { reporter } = context
  const [synth, { estimateMonthlyCost }, { openPromises }] = await Promise.all([
    import('../synth/index.js'),
    import('../cost/index.js'),
    import('../spec/promises.js'),
  ])
  const dir = resolve(context.cwd, out)
  const withLock = lock === undefined ? {} : { lock }
  const files = await reporter.task('render the project', () =>
    synth.renderProject(spec, {
      provenance,
      projectDir: dir,
      ...withLock,
      ...(specFile !== undefined && { specText: specFile.text }),
    }),
  )
  const inputs = await inputsOf(dir, specFile === undefined ? undefined : resolve(context.cwd, specFile.path))
  const decide = await decideHandEdits(context, await synth.planProject(dir, files, { inputs }), {
    out,
    hint: decisionHint,
    ...(decision !== undefined && { decision }),
  })
  const changes = await reporter.task('write the project', () =>
    synth.writeProject(dir, files, { decide, inputs, from: { spec, ...withLock } }),
  )
  const synthesis = await reporter.task('synthesize and validate the stacks', () =>
    synth.synthesize({ projectDir: dir }),
  )
  const reachability = synth.proveReachability(synth.templatesOf(synthesis), { spec, ...withLock })
  return {
    project: out,
    files: changes,
    stacks: synthesis.stacks.map(({ name, resources }) => ({ name, resources })),
    validation: {
      cloudFormation: synthesis.validated,
      findings: synthesis.findings,
      acknowledged: synthesis.acknowledged,
    },
    editedByHand: synthesis.editedByHand,
    reachability,
    cost: estimateMonthlyCost(spec, lock),
    promises: openPromises(spec),
    next: nextCommands(spec, synth.deployCommand(spec, lock), shownPath(context.cwd, dir)),
  }
}

/** The files of the project that it is generated from: the spec and the lock where they are read from its own folder. */
async function inputsOf(dir: string, spec: string | undefined): Promise<Set<string>> {
  const { LOCK_FILE } = await import('../spec/index.js')
  const inputs = new Set<string>()
  if (spec === undefined) return inputs
  const real = (path: string): Promise<string> => realpath(path).catch(() => path)
  const folder = await real(dir)
  if ((await real(dirname(spec))) === folder) inputs.add(LOCK_FILE)
  if ((await real(spec)) === join(folder, 'clickstream.yaml')) inputs.add('clickstream.yaml')
  return inputs
}

function nextCommands(spec: Spec, deploy: string, dir: string): string[] {
  const { bootstrapQualifier } = spec.platform
  const environment = `aws://${spec.account ?? 'ACCOUNT'}/${spec.region}`
  const qualifier = bootstrapQualifier === undefined ? '' : ` --qualifier ${bootstrapQualifier}`
  return [
    ...(dir === '.' ? [] : [`cd ${quoted(dir)}`]),
    'npm install',
    `npx cdk bootstrap ${environment}${qualifier}`,
    deploy,
  ]
}

function shownPath(cwd: string, dir: string): string {
  const path = relative(cwd, dir)
  if (path === '') return '.'
  return path.startsWith('..') || isAbsolute(path) ? dir : path
}

function quoted(path: string): string {
  return /^[\w./@:+-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`
}
