import type { Question } from '../../../spec/question.js'
import type { Leaf } from '../../../spec/schema.js'
import type { DraftView, Statement } from './types.js'

/** The draft keeps a question about an intent under the field that it is about. */
const KEPT_AS: Readonly<Record<string, string>> = {
  'intent.bucket': 'sinks.0.bucket',
  'intent.average.count': 'collector.load.peakEventsPerSecond',
}

/** What is known before the last turn, as recognisers ask for it. */
export class Context {
  readonly draft: DraftView
  readonly earlierTurns: readonly string[]
  private readonly byPath: ReadonlyMap<string, Statement>

  constructor(draft: DraftView, earlierTurns: readonly string[]) {
    this.draft = draft
    this.earlierTurns = earlierTurns
    this.byPath = new Map(draft.statements.map((statement) => [statement.path, statement]))
  }

  value(path: string): Leaf | undefined {
    return this.byPath.get(path)?.value
  }

  statement(path: string): Statement | undefined {
    return this.byPath.get(path)
  }

  asks(path: string): boolean {
    return this.draft.questions.some((question) => question.path === path || question.path === KEPT_AS[path])
  }

  /** Open questions about a value that its field could not take. */
  refused(): readonly Question[] {
    return this.draft.questions.filter(({ text }) => / cannot be /.test(text))
  }

  /** The names of the topics known so far, by index. */
  topics(): string[] {
    const names: string[] = []
    for (const { path, value } of this.draft.statements) {
      const index = /^topics\.(\d+)\.name$/.exec(path)?.[1]
      if (index !== undefined && typeof value === 'string') names[Number(index)] = value
    }
    return names.map((name) => name ?? '')
  }

  /** The type of each sink that something was said about, by index: as said, as its fields tell, or by its place. */
  sinkTypes(): Map<number, 's3-json' | 'iceberg'> {
    const types = new Map<number, 's3-json' | 'iceberg'>()
    for (const { path } of this.draft.statements) {
      const index = Number(/^sinks\.(\d+)\./.exec(path)?.[1])
      if (Number.isInteger(index) && !types.has(index)) types.set(index, this.sinkType(index))
    }
    return types
  }

  private sinkType(index: number): 's3-json' | 'iceberg' {
    const said = this.value(`sinks.${index}.type`)
    if (said === 's3-json' || said === 'iceberg') return said
    const has = (field: RegExp): boolean =>
      this.draft.statements.some(({ path }) => path.startsWith(`sinks.${index}.`) && field.test(path))
    if (has(/\.(?:database|table|commitSeconds|schema)\b/)) return 'iceberg'
    if (has(/\.flushSeconds$/)) return 's3-json'
    const without = this.without()
    const isSecond = index === 1 ? !without.includes('iceberg') : without.includes('s3-json')
    return isSecond ? 'iceberg' : 's3-json'
  }

  /** The sinks that were declined so far. */
  without(): readonly string[] {
    const value = this.value('intent.without')
    return Array.isArray(value) ? (value as readonly string[]) : []
  }

  /** A field of the first sink of a kind. */
  sinkValue(type: 's3-json' | 'iceberg', field: string): Leaf | undefined {
    for (const [index, kind] of this.sinkTypes()) {
      if (kind === type) return this.value(`sinks.${index}.${field}`)
    }
    return undefined
  }

  /** The place of a statement's quote in the conversation: the later it was said, the greater. */
  saidAt(statement: Statement): number {
    for (let turn = this.earlierTurns.length - 1; turn >= 0; turn--) {
      const at = this.earlierTurns[turn]?.lastIndexOf(statement.quote) ?? -1
      if (at >= 0) return turn * 1e6 + at + statement.quote.length
    }
    return -1
  }
}
