import type { ModelFactory } from '../../model/create-model.js'
import { parseSpecText, SpecDraft } from '../../spec/index.js'
import type { EnvironmentLock, Spec } from '../../spec/index.js'
import type { FileChange, Synthesis, WriteProjectOptions } from '../../synth/index.js'
import type { Contribution } from '../events.js'
import { createSecurityConfigAgent } from '../security-config/agent.js'
import { taskPrompt } from '../task.js'
import { Workspace } from '../workspace.js'

export interface GenerateOptions extends Omit<WriteProjectOptions, 'from'> {
  /** Folder of the project. */
  readonly out: string
}

/** A project that was written, synthesized, validated and proved. */
export interface GeneratedProject {
  readonly out: string
  readonly files: readonly FileChange[]
  readonly synthesis: Synthesis
  /** What the security agent read from the templates: every rule and statement, and the way of an event. */
  readonly security: Contribution
  /** The command that deploys it. */
  readonly deploy: string
}

/** A workspace over a spec that is complete already, as if it had been read from a file (JSON is YAML). */
export function workspaceOf(spec: Spec, lock: EnvironmentLock | undefined): Workspace {
  const origin = { file: parseSpecText(JSON.stringify(spec)), ...(lock !== undefined && { lock }) }
  return new Workspace({ draft: new SpecDraft(origin), origin })
}

/**
 * Writes, synthesizes and proves the project of a workspace's spec.
 *
 * @throws ClickstreamError `SpecNotReady` (exit code 4) while questions are open, and what rendering and synthesis throw.
 */
export async function generateProject(
  workspace: Workspace,
  model: ModelFactory,
  { out, ...write }: GenerateOptions,
): Promise<GeneratedProject> {
  const spec = workspace.spec()
  const { provenance } = workspace.result()
  const { deployCommand, renderProject, synthesize, writeProject } = await import('../../synth/index.js')
  const lock = workspace.lock === undefined ? {} : { lock: workspace.lock }
  const rendered = await renderProject(spec, { provenance, projectDir: out, ...lock })
  const files = await writeProject(out, rendered, { ...write, from: { spec, ...lock } })
  const synthesis = await synthesize({ projectDir: out })
  workspace.assembly = synthesis.assemblyDir
  const security = await readTemplatesOf(workspace, model)
  return { out, files, synthesis, security, deploy: deployCommand(spec, workspace.lock) }
}

async function readTemplatesOf(workspace: Workspace, model: ModelFactory): Promise<Contribution> {
  const agent = createSecurityConfigAgent(model)
  const prompt = taskPrompt('List what the templates permit and prove that events get through.', {})
  const result = await agent.invoke(prompt, { invocationState: workspace.state(), limits: { turns: 12 } })
  return workspace.contribute('security-config', result.toString())
}
