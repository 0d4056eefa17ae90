import { setFlagsFromString } from 'node:v8'
import { ClickstreamError } from '../errors.js'
import type { PlanResult } from '../index.js'
import type { DraftResult, EnvironmentLock, LoadedSpecFile } from '../spec/index.js'
import type { Style } from '../report/style.js'
import type { Context } from './context.js'
import { draftText, planText } from './plan-text.js'
import { readTurns } from './turns.js'

export interface PlanOptions {
  readonly turns?: string
  readonly spec?: string
}

/** `clickstream plan`: what words, or a spec, come to; exit 0 also where questions are left, and no file is written. */
export async function plan(context: Context, query: readonly string[], options: PlanOptions): Promise<void> {
  if (options.turns !== undefined && query.length > 0) {
    throw new ClickstreamError(`there are both words (${query.join(' ')}) and --turns`, {
      code: 'ConflictingOptions',
      hint: 'put the words into the list of turns',
      exitCode: 2,
    })
  }
  const turns =
    options.turns === undefined ? (query.length === 0 ? [] : [query.join(' ')]) : await readTurns(options.turns)
  if (turns.length === 0 && options.turns === undefined && options.spec === undefined) {
    throw new ClickstreamError('there is nothing to plan', {
      code: 'MissingQuery',
      hint: 'say what you want (`clickstream plan "MSK cluster orders-prod, bucket my-data"`), or name --turns or --spec',
      exitCode: 2,
    })
  }
  const origin = await start(options.spec)
  const result = turns.length === 0 ? await fromFile(origin) : await fromWords(context, turns, origin)
  const { spec, provenance, questions, ready } = result
  const text = context.json ? () => '' : await answer(result, origin.lock)
  context.reporter.document({ spec, provenance, questions, ready }, text)
}

/** What a conversation starts from. */
interface Origin {
  readonly file?: LoadedSpecFile
  readonly lock?: EnvironmentLock
}

async function start(path: string | undefined): Promise<Origin> {
  if (path === undefined) return {}
  const { loadSpecFile, loadLock } = await import('../spec/index.js')
  const lock = loadLock(path)
  return { file: loadSpecFile(path), ...(lock !== undefined && { lock }) }
}

async function fromFile(origin: Origin): Promise<DraftResult> {
  const { SpecDraft } = await import('../spec/index.js')
  return new SpecDraft(origin).result()
}

async function fromWords({ model }: Context, turns: readonly string[], origin: Origin): Promise<PlanResult> {
  // V8 turns a pattern into machine code when it runs for the second time. Few of the hundred patterns that read a turn run
  // fifty times in one conversation, and leaving the others to the interpreter saves a quarter of a cold start.
  setFlagsFromString('--regexp-tier-up-ticks=50')
  const { createClickstreamOrchestrator } = await import('../index.js')
  return createClickstreamOrchestrator({ model, ...origin }).plan(turns)
}

/** What the agents answered, with their questions, while something is open; the plan once nothing is. */
async function answer(result: DraftResult | PlanResult, lock?: EnvironmentLock): Promise<(style: Style) => string> {
  if (result.ready || !('contributions' in result)) return describe(result, lock)
  const lines = String(result).split('\n')
  return (style) => lines.map((line) => style.wrap(line, '  ')).join('\n')
}

/** The readable plan of a draft: all ten steps once it is ready, what is known and asked until then. */
export async function describe(result: DraftResult, lock?: EnvironmentLock): Promise<(style: Style) => string> {
  if (!result.ready) return (style) => draftText(result, style)
  const [{ specSchema }, { openPromises }, { estimateMonthlyCost }, { planSteps }] = await Promise.all([
    import('../spec/schema.js'),
    import('../spec/promises.js'),
    import('../cost/index.js'),
    import('./plan-steps.js'),
  ])
  const spec = specSchema.parse(result.spec)
  return (style) =>
    planText(
      {
        steps: planSteps(spec, result.provenance, lock),
        cost: estimateMonthlyCost(spec, lock),
        promises: openPromises(spec),
      },
      style,
    )
}
