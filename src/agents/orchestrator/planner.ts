import { understand } from '../../model/offline/understanding/index.js'
import type { TurnUnderstanding } from '../../model/offline/understanding/index.js'
import type { Planner, PlannerView, ToolCall } from '../../model/offline/planner.js'
import type { Subject } from '../architecture-info/subjects.js'
import { answerOf } from '../answers.js'
import { plain } from '../json.js'
import { SPECIALISTS, toolName } from '../role.js'
import { answerText } from './answer-text.js'
import { hasMachine, isLocal, localWork } from './local-work.js'
import { readState } from './state.js'
import type { ConversationState } from './state.js'
import type { RecordAnswer } from './tools.js'

/** Records what the turn says, then asks whom it has to ask, then answers. */
export const planner: Planner = (view) => {
  const { state, turn } = understood(view.systemPrompt)
  const recorded = answerOf<RecordAnswer>(view.results, 'record_requirements')
  if (view.results.length === 0 && saysSomething(turn)) {
    const { statements, retractions, questions, settled } = turn
    return {
      kind: 'call',
      calls: [{ name: 'record_requirements', input: plain({ statements, retractions, questions, settled }) }],
    }
  }
  const calls = asked(view) ? [] : workFor(turn, state, recorded, hasMachine(view))
  if (calls.length > 0) return { kind: 'call', calls }
  return {
    kind: 'say',
    text: answerText({ state, turn, recorded, results: view.results, hasMachine: hasMachine(view) }),
  }
}

interface Understood {
  readonly systemPrompt: string
  readonly state: ConversationState
  readonly turn: TurnUnderstanding
}

let last: Understood | undefined

/** The state and what its last turn says; a planner is asked several times a turn, and the answer depends on the prompt alone. */
function understood(systemPrompt: string): Understood {
  if (last?.systemPrompt === systemPrompt) return last
  const state = readState(systemPrompt)
  const turn = understand(state.turns, { questions: state.questions, statements: state.statements })
  last = { systemPrompt, state, turn }
  return last
}

function saysSomething({ statements, retractions, questions, settled }: TurnUnderstanding): boolean {
  return statements.length + retractions.length + questions.length + settled.length > 0
}

/** Whether anybody was asked already in this turn. */
function asked(view: PlannerView): boolean {
  return view.results.some(({ tool }) => tool !== 'record_requirements')
}

/** Everything that has to be called for this turn, in order. */
function workFor(
  turn: TurnUnderstanding,
  state: ConversationState,
  recorded: RecordAnswer | undefined,
  machine: boolean,
): ToolCall[] {
  const { ready, planned } = recorded ?? state
  const has = (...intents: TurnUnderstanding['intents'][number][]): boolean =>
    intents.some((intent) => turn.intents.includes(intent))
  const handOver = ready && !planned && state.handOver
  const subjects: Subject[] = [
    ...(has('explain') ? (['overview'] as const) : []),
    ...(has('compare') || (has('cost') && !ready) ? (['comparison'] as const) : []),
    ...(has('compare', 'recommend') || handOver ? (['recommendation'] as const) : []),
    ...(handOver ? (['managed-services'] as const) : []),
  ]
  return [
    ...(has('why') && turn.about !== undefined ? [{ name: 'explain_field', input: { path: turn.about } }] : []),
    ...(subjects.length > 0 && state.handOver ? [{ name: toolName('architecture-info'), input: { subjects } }] : []),
    ...(handOver ? SPECIALISTS.slice(1).map((role) => ({ name: toolName(role), input: {} })) : []),
    ...(handOver || has('show') || ((has('cost') || (has('deploy', 'confirm') && !isLocal(turn))) && ready)
      ? [{ name: 'show_plan', input: {} }]
      : []),
    ...(machine && state.handOver ? localWork(turn, ready) : []),
  ]
}
