import type { ToolOutcome } from '../../model/offline/planner.js'
import type { TurnUnderstanding } from '../../model/offline/understanding/index.js'
import type { Leaf, Question } from '../../spec/index.js'
import { answerOf } from '../answers.js'
import { languageOf } from '../language.js'
import { SPECIALISTS, toolName } from '../role.js'
import { localLines } from './local-lines.js'
import { LOCAL_PHRASES } from './local-phrases.js'
import { isLocal } from './local-work.js'
import { PHRASES } from './phrases.js'
import type { Phrases } from './phrases.js'
import type { PlanAnswer } from './plan-summary.js'
import type { ConversationState } from './state.js'
import type { FieldAnswer, RecordAnswer } from './tools.js'

export interface AnswerInput {
  readonly state: ConversationState
  readonly turn: TurnUnderstanding
  readonly recorded: RecordAnswer | undefined
  readonly results: readonly ToolOutcome[]
  /** Whether the project can be run here. */
  readonly hasMachine: boolean
}

/** What the orchestrator says at the end of a turn, in the customer's language. */
export function answerText(input: AnswerInput): string {
  const { state, turn, recorded, results } = input
  const say = PHRASES[languageOf(state.turns)]
  const questions = recorded?.questions ?? state.questions
  const consulted = results.some(({ tool, ok }) => tool === toolName('architecture-info') && ok)
  const lines = [
    ...(turn.intents.includes('greet') && state.turns.length === 1 ? [say.greeting] : []),
    ...(turn.intents.length === 1 && turn.intents[0] === 'help' ? [say.help] : []),
    ...(turn.intents.includes('skip-gate') ? [say.gate] : []),
    ...recordedLines(say, recorded),
    ...failures(say, results),
    ...fieldLines(say, turn, results),
    ...planLines(input),
    ...localLines(input),
    ...(consulted && turn.intents.includes('compare') && !decided(state, recorded) ? [say.chooseOne] : []),
    ...questionLines(say, questions),
  ]
  if (lines.length > 0) return lines.join('\n')
  const ready = recorded?.ready ?? state.ready
  return ready ? say.stands : consulted ? say.goOn : say.greeting
}

function recordedLines(say: Phrases, recorded: RecordAnswer | undefined): string[] {
  if (recorded === undefined) return []
  return [
    ...(recorded.recorded.length > 0 ? [say.noted(recorded.recorded.map(({ path, value }) => fact(path, value)))] : []),
    ...(recorded.retracted.length > 0 && recorded.recorded.length === 0 ? [say.forgotten(recorded.retracted)] : []),
    ...recorded.rejected.map(({ path, message, hint }) =>
      say.rejected(path ?? '', hint === undefined ? message : `${message}. ${hint}`),
    ),
  ]
}

function failures(say: Phrases, results: readonly ToolOutcome[]): string[] {
  const names = new Map(SPECIALISTS.map((role) => [toolName(role), role]))
  return results.flatMap(({ tool, ok, text }) =>
    ok ? [] : [say.failed(names.get(tool) ?? tool, text.replace(/^Error: /, ''))],
  )
}

function fieldLines(say: Phrases, turn: TurnUnderstanding, results: readonly ToolOutcome[]): string[] {
  const answer = answerOf<{ fields: FieldAnswer[] }>(results, 'explain_field')
  if (answer === undefined) return []
  if (answer.fields.length === 0) return [say.notKnown(turn.about ?? '')]
  return answer.fields.map(({ path, value, because }) => say.because(path, shown(value), because))
}

function planLines({ state, turn, results, hasMachine }: AnswerInput): string[] {
  const language = languageOf(state.turns)
  const say = PHRASES[language]
  const answer = answerOf<PlanAnswer>(results, 'show_plan')
  if (answer === undefined) return []
  if (!answer.ready) return [say.known(Object.entries(answer.known).map(([path, value]) => fact(path, value)))]
  const onlyCost = turn.intents.includes('cost') && results.filter(({ ok }) => ok).length === 1
  if (onlyCost) return [say.cost(answer.plan)]
  const offer = hasMachine && !isLocal(turn) ? [LOCAL_PHRASES[language].offer] : []
  return [...say.summary(answer.plan), say.next(answer.plan), ...offer]
}

function questionLines(say: Phrases, questions: readonly Question[]): string[] {
  if (questions.length === 0) return []
  return [
    say.needed(questions.length),
    ...questions.map(({ path, text, choices }, index) => {
      const words = PREREQUISITE.test(text) ? (say.questions[path] ?? text) : text
      return `${index + 1}. ${words}${choices === undefined ? '' : ` (${choices.join(' / ')})`}`
    }),
  ]
}

/** How the draft asks for what every spec needs; what is wrong with a value is asked in words of its own. */
const PREREQUISITE = /^(?:In which AWS region|Which MSK cluster|Which S3 bucket)/

/** Whether a solution was said already. */
function decided(state: ConversationState, recorded: RecordAnswer | undefined): boolean {
  return [...state.statements, ...(recorded?.recorded ?? [])].some(({ path }) => path === 'collector.solution')
}

function fact(path: string, value: Leaf): string {
  return `${path.replace(/^intent\./, '')} ${shown(value)}`
}

function shown(value: Leaf): string {
  return Array.isArray(value) ? value.join(', ') : String(value)
}
