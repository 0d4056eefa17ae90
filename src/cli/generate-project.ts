import { isAbsolute, relative, resolve } from 'node:path'
import { ClickstreamError } from '../errors.js'
import type { CostEstimate } from '../cost/index.js'
import type { EnvironmentLock, ProvenanceMap, Spec } from '../spec/index.js'
import type { Acknowledgement, Decision, FileChange, Finding, ReachabilityProof } from '../synth/index.js'
import type { Context } from './context.js'
import { CONFLICT } from './generate-messages.js'

export interface GenerateInput {
  readonly spec: Spec
  readonly provenance: ProvenanceMap
  readonly lock?: EnvironmentLock
  /** Text of the spec's file, so that its comments are kept. @default - written from the spec */
  readonly specText?: string
  /** Folder of the project. */
  readonly out: string
  /** What happens to files that were edited by hand and would be generated differently now. @default - the person is asked */
  readonly decision?: Decision
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
  const { spec, provenance, lock, specText, out } = input
  const { reporter } = context
  const [synth, { estimateMonthlyCost }, { openPromises }] = await Promise.all([
    import('../synth/index.js'),
    import('../cost/index.js'),
    import('../spec/promises.js'),
  ])
  const dir = resolve(context.cwd, out)
  const withLock = lock === undefined ? {} : { lock }
  const files = await reporter.task('rendered the project', () =>
    synth.renderProject(spec, {
      provenance,
      projectDir: dir,
      ...withLock,
      ...(specText !== undefined && { specText }),
    }),
  )
  const decide = await decisions(context, await synth.planProject(dir, files), input)
  const changes = await reporter.task('wrote the project', () => synth.writeProject(dir, files, { decide }))
  const synthesis = await reporter.task('synthesized and validated the stacks', () =>
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

type Decide = (change: FileChange) => Decision | Promise<Decision>

async function decisions(
  context: Context,
  changes: readonly FileChange[],
  { out, decision }: GenerateInput,
): Promise<Decide> {
  if (decision !== undefined) return () => decision
  const conflicts = changes.filter(({ kind }) => kind === 'conflict')
  if (conflicts.length === 0) return () => 'keep'
  const made = new Map<string, Decision>()
  for (const change of conflicts) {
    context.reporter.report(CONFLICT, { path: change.path, diff: change.diff ?? '' })
    if (!context.interactive) continue
    const answer = await context.choose(`${change.path}: keep yours (k), overwrite it (o), or stop (s)? `, [
      'k',
      'o',
      's',
    ])
    if (answer === undefined || answer === 's') throw handEdited(out, conflicts)
    made.set(change.path, answer === 'o' ? 'overwrite' : 'keep')
  }
  if (!context.interactive) throw handEdited(out, conflicts)
  return ({ path }) => made.get(path) ?? 'keep'
}

function handEdited(out: string, conflicts: readonly FileChange[]): ClickstreamError {
  const count = `${conflicts.length} ${conflicts.length === 1 ? 'file' : 'files'}`
  return new ClickstreamError(`${count} in ${out} were edited by hand and would be generated differently now`, {
    code: 'HandEditedFiles',
    hint: 'nothing was written; --keep leaves them as they are, --overwrite writes over them',
    exitCode: 4,
    problems: conflicts.map(({ path }) => ({ code: 'HandEdited', message: 'was edited by hand', file: path })),
  })
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
