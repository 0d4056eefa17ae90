/** Who has to act: the person who wrote the input, this tool, or AWS. */
export type ErrorSource = 'user' | 'tool' | 'aws'

/** What the process exits with: 1 failed, 2 wrong usage, 3 invalid or refused spec, 4 an answer is needed that nobody can give. */
export type ExitCode = 1 | 2 | 3 | 4

/** Where in a file, and at which dotted path of the spec, something is wrong; lines and columns count from 1. */
export interface Place {
  readonly file?: string
  readonly line?: number
  readonly column?: number
  readonly path?: string
}

/** One thing that is wrong: a PascalCase code, a sentence that holds the wrong value, and what to do instead. */
export interface Problem extends Place {
  readonly code: string
  readonly message: string
  readonly hint?: string
  /** What would change in a file, as a unified diff. */
  readonly diff?: string
}

export interface ClickstreamErrorOptions extends Place {
  /** PascalCase, stable: programs compare it. */
  readonly code: string

  /** What to do instead, as a sentence for the person who reads it. */
  readonly hint?: string

  /** @default 'user' */
  readonly source?: ErrorSource

  /** @default 1 */
  readonly exitCode?: ExitCode

  /** Everything that is wrong, where there is more than one thing. @default - none */
  readonly problems?: readonly Problem[]

  readonly cause?: unknown
}

const MARK = Symbol.for('clickstream-agents.ClickstreamError')

/** The one base of all errors: lowercase message without full stop, a code, who has to act, and a hint. */
export class ClickstreamError extends Error {
  readonly code: string
  readonly source: ErrorSource
  readonly hint: string | undefined
  readonly exitCode: ExitCode
  readonly place: Place
  readonly problems: readonly Problem[]

  constructor(message: string, options: ClickstreamErrorOptions) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = new.target.name
    this.code = options.code
    this.source = options.source ?? 'user'
    this.hint = options.hint
    this.exitCode = options.exitCode ?? 1
    const { file, line, column, path } = options
    this.place = {
      ...(file !== undefined && { file }),
      ...(line !== undefined && { line }),
      ...(column !== undefined && { column }),
      ...(path !== undefined && { path }),
    }
    this.problems = options.problems ?? []
    Object.defineProperty(this, MARK, { value: true })
  }

  /** True for errors of this library, also when they come from another copy of it. */
  static is(value: unknown): value is ClickstreamError {
    return typeof value === 'object' && value !== null && MARK in value
  }

  /** The shape that `--json` prints: `{ code, message, hint, file?, line?, column?, path?, problems? }`. */
  toJSON(): Problem & { problems?: readonly Problem[] } {
    return {
      code: this.code,
      message: this.message,
      ...(this.hint !== undefined && { hint: this.hint }),
      ...this.place,
      ...(this.problems.length > 0 && { problems: this.problems }),
    }
  }
}
