import { ClickstreamError, type Problem } from '../errors.js'
import { checkStatement, overruledBy, stillDeclined } from './draft-rules.js'
import { draftResult } from './draft-result.js'
import { questionPath } from './draft-questions.js'
import type { EnvironmentLock } from './lock.js'
import { isAtOrBelow, type Fact, type Facts } from './paths.js'
import type { DraftResult, Question } from './question.js'
import { factsOf } from './resolve.js'
import type { Leaf } from './schema.js'
import type { LoadedSpecFile } from './spec-file.js'

/** A fact that a person said; `quote` stands word for word in one turn. */
export interface Statement {
  /** A leaf of the spec (`topics.0.name`) or an `intent.…` path. */
  readonly path: string
  readonly value: Leaf
  readonly quote: string
}

/** A draft as plain data. */
export interface DraftState {
  readonly version: 1
  readonly turns: readonly string[]
  readonly statements: readonly Statement[]
  readonly lookedUp: readonly { readonly path: string; readonly value: Leaf; readonly call: string }[]
  readonly questions: readonly Question[]
  /** Paths of the file that the conversation took back. */
  readonly retracted: readonly string[]
}

export interface SpecDraftOptions {
  /** A spec file that the conversation starts from. @default - none */
  readonly file?: LoadedSpecFile
  /** What was looked up in the account. @default - none */
  readonly lock?: EnvironmentLock
}

/** Most characters of one turn: a long document that somebody pastes has some ten thousand. */
const MAX_TURN = 200_000

/** What one conversation has established so far; nothing enters that was not said, looked up or read from a file. */
export class SpecDraft {
  private readonly said: string[] = []
  private readonly stated = new Map<string, Statement>()
  private readonly looked = new Map<string, { value: Leaf; call: string }>()
  private readonly opened = new Map<string, Question>()
  private readonly fileFacts: Facts
  private readonly retracted = new Set<string>()

  constructor(private readonly options: SpecDraftOptions = {}) {
    this.fileFacts = options.file === undefined ? new Map() : factsOf(options.file)
  }

  get turns(): readonly string[] {
    return this.said
  }

  /** Takes what was said next. Throws `TurnTooLong` (exit code 2). */
  addTurn(text: string): void {
    if (text.length > MAX_TURN) {
      throw new ClickstreamError(`a turn has ${text.length} characters, more than ${MAX_TURN}`, {
        code: 'TurnTooLong',
        hint: 'say what matters, or split it into several turns',
        exitCode: 2,
      })
    }
    this.said.push(text)
  }

  /**
   * Stores a fact that was said. A problem is returned, and nothing stored, where the path is unknown, the quote was not said or the value
   * is invalid; an invalid value also opens a question. Storing settles the path's question; a later statement of a path replaces the earlier.
   */
  state(statement: Statement): Problem | undefined {
    const { problem, question } = checkStatement(statement, this.said)
    if (problem !== undefined) {
      if (question !== undefined) this.ask(question)
      return problem
    }
    const { path, value, quote } = statement
    for (const other of overruledBy(statement, this.facts())) this.retract(other)
    this.reconsiderDeclined(statement)
    this.stated.delete(path)
    this.stated.set(path, { path, value: Array.isArray(value) ? [...value] : value, quote })
    this.settle(path)
    return undefined
  }

  /** Forgets a path and everything below it, whoever said it. */
  retract(path: string): void {
    for (const known of [this.stated, this.looked, this.fileFacts, this.opened] as const) {
      for (const key of [...known.keys()]) if (isAtOrBelow(key, path)) known.delete(key)
    }
    if (this.options.file !== undefined) this.retracted.add(path)
  }

  /** Opens, or replaces, the question about a path. */
  ask(question: Question): void {
    this.opened.set(questionPath(question.path), { ...question, path: questionPath(question.path) })
  }

  /** Closes the question about a path. */
  settle(path: string): void {
    this.opened.delete(questionPath(path))
    this.opened.delete(path)
  }

  /** Stores what an AWS call answered; what was said stays. Throws `InvalidLookUp` where the spec cannot hold the value. */
  lookUp(path: string, value: Leaf, call: string): void {
    const { problem } = checkStatement({ path, value, quote: '' }, [''])
    if (problem !== undefined || path.startsWith('intent.')) {
      throw new ClickstreamError(`${call} answered something that ${path} cannot hold`, {
        code: 'InvalidLookUp',
        source: 'tool',
        path,
        hint: problem?.message ?? 'look up fields of the spec only',
      })
    }
    this.looked.set(path, { value, call })
  }

  /** What was said, in order of path. */
  statements(): readonly Statement[] {
    return [...this.stated.values()].sort((a, b) => (a.path < b.path ? -1 : 1))
  }

  /** What the conversation has come to: with all defaults once nothing is left to ask. */
  result(): DraftResult {
    return draftResult(this.facts(), [...this.opened.values()], {
      exactSinks: [...this.fileFacts.keys()].some((path) => isAtOrBelow(path, 'sinks')),
      ...(this.options.lock !== undefined && { lock: this.options.lock }),
    })
  }

  toJSON(): DraftState {
    return {
      version: 1,
      turns: [...this.said],
      statements: [...this.stated.values()],
      lookedUp: [...this.looked].map(([path, { value, call }]) => ({ path, value, call })),
      questions: [...this.opened.values()],
      retracted: [...this.retracted],
    }
  }

  /** Takes a draft up again; every statement is checked as if it were new. Throws `InvalidDraft` where one does not hold. */
  static fromJSON(state: DraftState, options: SpecDraftOptions = {}): SpecDraft {
    const draft = new SpecDraft(options)
    const refuse = (why: string, cause?: unknown) =>
      new ClickstreamError(`the saved conversation cannot be taken up: ${why}`, {
        code: 'InvalidDraft',
        hint: 'start a new conversation',
        cause,
      })
    if (state?.version !== 1 || !Array.isArray(state.turns)) throw refuse('it is no draft of this version')
    try {
      for (const turn of state.turns) draft.addTurn(String(turn))
      for (const path of state.retracted) draft.retract(path)
      for (const { path, value, call } of state.lookedUp) draft.lookUp(path, value, call)
      for (const statement of state.statements) {
        const problem = draft.state(statement)
        if (problem !== undefined) throw refuse(problem.message)
      }
      for (const question of state.questions) draft.ask(question)
    } catch (error) {
      throw ClickstreamError.is(error) && error.code === 'InvalidDraft'
        ? error
        : refuse((error as Error).message, error)
    }
    return draft
  }

  private reconsiderDeclined(statement: Statement): void {
    const without = this.stated.get('intent.without')
    if (without === undefined || statement.path === 'intent.without') return
    const declined = stillDeclined(statement, without.value as readonly string[])
    this.stated.set('intent.without', { ...without, value: declined })
  }

  private facts(): Facts {
    const facts: Facts = new Map(this.fileFacts)
    const put = (path: string, fact: Fact) => {
      for (const key of [...facts.keys()]) if (key !== path && isAtOrBelow(path, key)) facts.delete(key)
      facts.set(path, fact)
    }
    for (const [path, { value, call }] of this.looked) put(path, { value, provenance: { origin: 'looked-up', call } })
    for (const [path, { value, quote }] of this.stated) put(path, { value, provenance: { origin: 'said', quote } })
    return facts
  }
}
