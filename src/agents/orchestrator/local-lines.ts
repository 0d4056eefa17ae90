import { answerOf } from '../answers.js'
import { languageOf } from '../language.js'
import type { AnswerInput } from './answer-text.js'
import { LOCAL_PHRASES } from './local-phrases.js'
import type { EndAnswer, LocalAnswer } from './local-tools.js'
import { isLocal } from './local-work.js'

/** What was done or found on this machine in a turn, in the customer's language. */
export function localLines({ state, turn, recorded, results, hasMachine }: AnswerInput): string[] {
  if (!isLocal(turn)) return []
  const say = LOCAL_PHRASES[languageOf(state.turns)]
  if (!hasMachine) return [say.noMachine]
  const wants = (intent: (typeof turn.intents)[number]): boolean => turn.intents.includes(intent)
  const local = answerOf<LocalAnswer>(results, 'show_local_site')
  const ended = answerOf<EndAnswer>(results, 'end_local_site')
  const looks = wants('diagnose') || wants('events')
  return [
    ...(wants('rehearse') && !(recorded?.ready ?? state.ready) ? [say.notReady] : []),
    ...(wants('rehearse') && local !== undefined
      ? [local.rehearsal === undefined ? say.notStarted : say.rehearsed(local.rehearsal)]
      : []),
    ...(looks && local?.runs.length === 0 ? [say.nothingRuns] : []),
    ...(wants('diagnose') && local?.connectors !== undefined ? [say.connectors(local.connectors)] : []),
    ...(wants('events') && local !== undefined && local.runs.length > 0 ? [say.eventsListed] : []),
    ...(ended === undefined ? [] : [say.ended(ended.processes)]),
  ]
}
