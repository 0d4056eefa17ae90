import type { Tool } from '@strands-agents/sdk'
import { z } from 'zod'
import type { Problem } from '../../errors.js'
import { recordChanges } from '../../model/offline/apply-turn.js'
import { leavesOf } from '../../spec/index.js'
import type { Leaf, Provenance, Question } from '../../spec/index.js'
import { reason } from '../reason.js'
import type { Workspace } from '../workspace.js'
import { workspaceTool } from '../workspace-tool.js'

/** What became of a turn's statements, and what the conversation has come to. */
export interface RecordAnswer {
  readonly recorded: readonly { readonly path: string; readonly value: Leaf }[]
  readonly retracted: readonly string[]
  readonly rejected: readonly Problem[]
  readonly questions: readonly Question[]
  readonly ready: boolean
  readonly planned: boolean
}

/** One field with where it comes from. */
export interface FieldAnswer {
  readonly path: string
  readonly value: Leaf
  readonly origin: Provenance['origin']
  readonly because: string
}

const scalar = z.union([z.string(), z.number(), z.boolean()])
const changes = z.object({
  statements: z
    .array(z.object({ path: z.string(), value: z.union([scalar, z.array(scalar)]), quote: z.string() }))
    .describe("Facts that the customer said, each with the customer's own words"),
  retractions: z.array(z.string()).describe('Paths to forget, with everything below them'),
  questions: z
    .array(z.object({ path: z.string(), text: z.string(), choices: z.array(z.string()).optional() }))
    .describe('What only the customer can answer'),
  settled: z.array(z.string()).describe('Paths whose open question is answered without a statement'),
})

export function orchestratorTools(): Tool[] {
  return [
    workspaceTool({
      role: 'orchestrator',
      name: 'record_requirements',
      description: 'Writes what a turn says into the spec. What does not hold comes back as rejected, with the reason.',
      inputSchema: changes,
      run: (workspace, input) => record(workspace, input),
    }),
    workspaceTool({
      role: 'orchestrator',
      name: 'show_plan',
      description: 'The plan in figures with the cost a month; what is known and open while the spec is not ready.',
      inputSchema: z.object({}),
      run: async (workspace) => (await import('./plan-summary.js')).planAnswer(workspace),
    }),
    workspaceTool({
      role: 'orchestrator',
      name: 'explain_field',
      description:
        'Why a field of the spec, or each field below a path, has its value: words, formula, call, file or default.',
      inputSchema: z.object({ path: z.string() }),
      run: (workspace, { path }) => ({ fields: explain(workspace, path) }),
    }),
  ]
}

function record(workspace: Workspace, input: z.infer<typeof changes>): RecordAnswer {
  const questions = input.questions.map(({ path, text, choices }) => ({
    path,
    text,
    ...(choices !== undefined && { choices }),
  }))
  const rejected = workspace.edit((draft) => recordChanges(draft, { ...input, questions }))
  const result = workspace.result()
  const refused = new Set(rejected.map(({ path }) => path))
  return {
    recorded: input.statements.filter(({ path }) => !refused.has(path)).map(({ path, value }) => ({ path, value })),
    retracted: input.retractions,
    rejected,
    questions: result.questions,
    ready: result.ready,
    planned: workspace.planned(),
  }
}

function explain(workspace: Workspace, path: string): readonly FieldAnswer[] {
  const { spec, provenance } = workspace.result()
  return leavesOf(spec).flatMap(([leaf, value]) => {
    const entry = provenance[leaf]
    if (entry === undefined || !(leaf === path || leaf.startsWith(`${path}.`))) return []
    return [{ path: leaf, value, origin: entry.origin, because: reason(provenance, leaf) }]
  })
}
