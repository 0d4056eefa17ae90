import type { Question } from '../../../spec/question.js'
import type { Leaf, Scalar } from '../../../spec/schema.js'
import { isShellText } from './names.js'
import { askAbout, askWhich, isValid, isValidItem } from './check.js'
import type { Span, Statement } from './types.js'
import type { Turn } from './turn.js'

export interface Candidate extends Span {
  readonly path: string
  readonly value: Leaf
  /** Said only by the way, as the region inside an ARN is: what is said outright wins. */
  readonly weak: boolean
}

interface Denial extends Span {
  readonly path: string
  readonly value?: Leaf
}

/** A correction within one turn: what comes after it wins. */
export const SELF_CORRECTION =
  /\b(?:actually|no wait|wait|sorry|i mean|i meant|scratch that|correction|rather|on second thought|make that|instead|no|nope|oops|hold on|let me correct)\b|不对|不好意思|更正|纠正|说错|应该是|改成|改为|还是用|等等|而是|哦不|抱歉/i

/** Collects what the recognisers find in one turn, and decides between what contradicts itself. */
export class Findings {
  private readonly turn: Turn
  private readonly candidates: Candidate[] = []
  private readonly denials: Denial[] = []
  private readonly questionsByPath = new Map<string, Question>()
  private readonly others: { text: string; example?: string }[] = []
  /** Where something was understood, although it may have been no value. */
  readonly covered: Span[] = []

  constructor(turn: Turn) {
    this.turn = turn
  }

  /** Records a value; one that the field cannot take becomes a question. */
  say(path: string, value: Leaf, span: Span, options: { readonly weak?: boolean; readonly shape?: string } = {}): void {
    this.covered.push(span)
    if (typeof value === 'string' && isShellText(this.turn.whole, span))
      this.askAboutShell(path, options.shape ?? path, value)
    else if (isValid(options.shape ?? path, value)) {
      this.candidates.push({ path, value, start: span.start, end: span.end, weak: options.weak ?? false })
    } else if (options.weak !== true) this.ask({ ...askAbout(options.shape ?? path, value), path })
  }

  private askAboutShell(path: string, shape: string, command: string): void {
    const question = askAbout(shape, `\`${command}\``)
    this.ask({ ...question, path, text: `${question.text} A shell command is no name.` })
  }

  /** Records one item of a field that is a list; the items of one turn become one value. */
  collect(path: string, item: Scalar, span: Span): void {
    this.covered.push(span)
    if (isValidItem(path, item))
      this.candidates.push({ path, value: [item], start: span.start, end: span.end, weak: false })
    else this.ask({ ...askAbout(path, item), path })
  }

  /** Gives what was found for something the spec has several of to the paths that it is meant for. */
  rewrite(pathsOf: (candidate: Candidate) => readonly string[]): void {
    const rewritten = this.candidates.flatMap((candidate) => pathsOf(candidate).map((path) => ({ ...candidate, path })))
    this.candidates.splice(0, this.candidates.length, ...rewritten)
  }

  /** Gives the questions about such things to the path that they are about; undefined drops the question. */
  rewriteQuestions(pathOf: (path: string) => string | undefined): void {
    const all = [...this.questionsByPath.values()]
    this.questionsByPath.clear()
    for (const question of all) {
      const path = pathOf(question.path)
      if (path !== undefined)
        this.ask({ ...question, path, text: question.text.replace(/^(?:sinks|topics)\.[\w.@]+(?= cannot)/, path) })
    }
  }

  /** Takes back what was found for a path. */
  drop(path: string): void {
    this.rewrite((candidate) => (candidate.path === path ? [] : [candidate.path]))
  }

  all(): readonly Candidate[] {
    return this.candidates
  }

  /** Records that a field does not have a value (any value, where none is given). */
  deny(path: string, span: Span, value?: Leaf): void {
    this.covered.push(span)
    this.denials.push({ path, start: span.start, end: span.end, ...(value !== undefined && { value }) })
  }

  cover(span: Span): void {
    this.covered.push(span)
  }

  ask(question: Question): void {
    if (!this.questionsByPath.has(question.path)) this.questionsByPath.set(question.path, question)
  }

  /** Asks about a requirement that no field holds. */
  askOther(text: string, example?: string): void {
    if (!this.others.some((other) => other.text === text))
      this.others.push({ text, ...(example !== undefined && { example }) })
  }

  isCovered(span: Span): boolean {
    return this.covered.some((piece) => piece.start < span.end && piece.end > span.start)
  }

  asks(path: string): boolean {
    return this.questionsByPath.has(path)
  }

  has(path: string): boolean {
    return this.candidates.some((candidate) => candidate.path === path)
  }

  /** What was found for one path, in the order of the turn. */
  at(path: string): readonly Candidate[] {
    return this.candidates.filter((candidate) => candidate.path === path)
  }

  deniedPaths(): readonly Denial[] {
    return this.denials
  }

  isEmpty(): boolean {
    return this.candidates.length === 0 && this.denials.length === 0 && this.questionsByPath.size === 0
  }

  questions(): Question[] {
    const questions = [...this.questionsByPath.values()]
    if (this.others.length > 0) {
      const text = this.others
        .slice(0, 8)
        .map((other) =>
          other.example === undefined
            ? other.text
            : `${other.text} The nearest thing in clickstream.yaml: ${other.example}`,
        )
        .join(' ')
      questions.push({ path: 'other', text })
    }
    return questions
  }

  /** One statement per path; a path with two different values has none, and a question instead. */
  statements(): Statement[] {
    const byPath = new Map<string, Candidate[]>()
    for (const candidate of this.candidates)
      byPath.set(candidate.path, [...(byPath.get(candidate.path) ?? []), candidate])
    const statements: Statement[] = []
    for (const [path, found] of byPath) {
      const all = found.filter(
        (candidate) =>
          !this.denials.some(
            (denial) => denial.path === path && denial.value === candidate.value && denial.start > candidate.start,
          ),
      )
      const strong = all.filter((candidate) => !candidate.weak)
      const chosen = this.choose(path, strong.length > 0 ? strong : all)
      if (!chosen || this.questionsByPath.has(path)) continue
      if (path === 'region' && this.contradicts(all, chosen)) continue
      if (Array.isArray(chosen.value) && !isValid(path, chosen.value))
        this.ask({ ...askAbout(path, chosen.value), path })
      else statements.push({ path, value: chosen.value, quote: this.turn.quote(chosen) })
    }
    return statements
  }

  private contradicts(all: readonly Candidate[], chosen: Candidate): boolean {
    const other = all.find((candidate) => candidate.value !== chosen.value && candidate.weak !== chosen.weak)
    if (other) this.ask(askWhich('region', [chosen.value, other.value]))
    return other !== undefined
  }

  private choose(path: string, candidates: readonly Candidate[]): Candidate | undefined {
    const sorted = [...candidates].sort((left, right) => left.start - right.start)
    const [first] = sorted
    const last = sorted.at(-1)
    if (!first || !last) return undefined
    if (Array.isArray(first.value)) return this.merge(sorted)
    if (path === 'region' && sorted.every((candidate) => candidate.value === last.value)) return last
    if (sorted.every((candidate) => candidate.value === last.value)) return first
    const between = this.turn.whole.slice(first.end, last.start)
    const around = this.turn.whole.slice(Math.max(0, last.start - 60), last.start)
    if (SELF_CORRECTION.test(between) || SELF_CORRECTION.test(around)) return last
    this.ask(askWhich(path, [...new Set(sorted.map((candidate) => candidate.value as Scalar))]))
    return undefined
  }

  private merge(sorted: readonly Candidate[]): Candidate | undefined {
    const items = [...new Set(sorted.flatMap((candidate) => candidate.value as readonly Scalar[]))]
    const [first] = sorted
    const last = sorted.at(-1)
    return first && last && { ...first, value: items, end: last.end - first.start < 400 ? last.end : first.end }
  }
}
