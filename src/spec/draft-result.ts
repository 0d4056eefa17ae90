import { ClickstreamError } from '../errors.js'
import { questionForMissing, questionForRefusal } from './draft-questions.js'
import { assemble, closeUp, leavesOf, type Facts } from './paths.js'
import type { ProvenanceMap } from './provenance.js'
import type { DraftResult, Question } from './question.js'
import { missingOf, prepareFacts, resolveFacts, type ResolveOptions } from './resolve.js'
import { checkSpec } from './rules.js'
import type { PartialSpec, Spec } from './schema.js'

/** What facts and open questions come to: the complete spec where nothing is left to ask, else what is known. */
export function draftResult(facts: Facts, opened: readonly Question[], options: ResolveOptions): DraftResult {
  const prepared = prepareFacts(facts, options)
  const missing = missingOf(prepared).map(questionForMissing)
  const openedPaths = new Set(opened.map((question) => question.path))
  const questions = [...missing.filter((question) => !openedPaths.has(question.path)), ...opened]
  if (missing.length > 0) return { ...partOf(prepared.facts), questions: inOrder(questions), ready: false }
  const outcome = resolveOrAsk(facts, options)
  const all = inOrder([...questions, ...outcome.questions.filter((question) => !openedPaths.has(question.path))])
  if (all.length > 0 || outcome.resolved === undefined)
    return { ...partOf(prepared.facts), questions: all, ready: false }
  return { ...outcome.resolved, questions: [], ready: true }
}

interface Outcome {
  readonly resolved?: { readonly spec: PartialSpec; readonly provenance: ProvenanceMap }
  readonly questions: readonly Question[]
}

function resolveOrAsk(facts: Facts, options: ResolveOptions): Outcome {
  try {
    const resolved = resolveFacts(facts, options)
    return { resolved, questions: refusals(resolved.spec, options) }
  } catch (error) {
    if (!ClickstreamError.is(error) || error.problems.length === 0) throw error
    return {
      questions: error.problems.map((problem) =>
        problem.code === 'MissingValue' ? questionForMissing(problem) : questionForRefusal(problem),
      ),
    }
  }
}

function refusals(spec: Spec, options: ResolveOptions): Question[] {
  const values = new Map(leavesOf(spec))
  return checkSpec(spec, options.lock).map((problem) => questionForRefusal(problem, values.get(problem.path ?? '')))
}

function partOf(facts: Facts): { spec: PartialSpec; provenance: ProvenanceMap } {
  const shownFacts = new Map(facts)
  closeUp(shownFacts)
  return {
    spec: assemble(shownFacts),
    provenance: Object.fromEntries([...shownFacts].map(([path, fact]) => [path, fact.provenance])),
  }
}

const FIRST = ['region', 'kafka.cluster', 'sinks.0.bucket', 'backup.bucket']
const rank = (question: Question) => (FIRST.includes(question.path) ? FIRST.indexOf(question.path) : FIRST.length)

/** What has to be known first comes first; one question per path. */
function inOrder(questions: readonly Question[]): Question[] {
  const byPath = new Map(questions.map((question) => [question.path, question]))
  return [...byPath.values()].sort((a, b) => rank(a) - rank(b))
}
