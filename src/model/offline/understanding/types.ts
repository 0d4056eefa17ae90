import type { Question } from '../../../spec/question.js'
import type { Leaf } from '../../../spec/schema.js'

/** A fact that a person said; the quote is verbatim in one turn. */
export interface Statement {
  readonly path: string
  readonly value: Leaf
  readonly quote: string
}

/** What a turn asks for, beside the facts in it. */
export type Intent =
  | 'greet'
  | 'deploy'
  | 'explain'
  | 'compare'
  | 'recommend'
  | 'cost'
  | 'why'
  | 'show'
  | 'help'
  | 'confirm'
  | 'skip-gate'
  /** To run the project on this machine with events of a test. */
  | 'rehearse'
  /** What is wrong with the connectors on this machine. */
  | 'diagnose'
  /** The newest events that a sink holds on this machine. */
  | 'events'
  /** To end what runs on this machine. */
  | 'end'

/** What a rehearsal is to be like. */
export interface WantedRehearsal {
  /** Events to be sent. @default - as many as a rehearsal sends */
  readonly events?: number
}

/** Which events are to be shown. */
export interface WantedEvents {
  /** @default - of every sink */
  readonly sink?: 's3-json' | 'iceberg'
  readonly count?: number
}

/** What the last turn says, given all earlier ones. */
export interface TurnUnderstanding {
  readonly statements: readonly Statement[]
  /** Paths to forget, with everything below them, before the statements are stored. */
  readonly retractions: readonly string[]
  readonly questions: readonly Question[]
  /** Paths whose open question needs no answer any more. */
  readonly settled: readonly string[]
  readonly intents: readonly Intent[]
  /** The path that a `why` asks about. */
  readonly about?: string
  /** What a `rehearse` wants. */
  readonly rehearsal?: WantedRehearsal
  /** What an `events` wants. */
  readonly events?: WantedEvents
}

/** What the conversation had come to before the last turn. */
export interface DraftView {
  readonly questions: readonly Question[]
  readonly statements: readonly Statement[]
}

/** A piece of the turn, in UTF-16 offsets; `end` is exclusive. */
export interface Span {
  readonly start: number
  readonly end: number
}
