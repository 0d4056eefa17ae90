import { circumstancesOf } from './circumstances.js'
import { endOfRequest, isInquiry } from './inquiry.js'
import { LaidOut } from './layouts.js'
import { type Negation, isNegated } from './negation.js'
import { digitsForWords } from './numbers.js'
import { type Role, ROLE_WORDS, roleOf } from './roles.js'
import { MASK, normalise, splitClauses, splitSentences } from './text.js'
import type { PastedLeaf } from './pasted.js'
import type { Span } from './types.js'

/** One match of a recogniser's pattern, with the offsets of its named groups. */
export interface Hit extends Span {
  readonly text: string
  readonly sentence: Sentence
  group(name: string): string
  span(name: string): Span
  has(name: string): boolean
}

export interface Sentence extends Span {
  readonly index: number
  readonly clauses: readonly Span[]
  /** The heading that this list item stands under ("Iceberg:"), in lowercase. */
  readonly heading: string
}

export interface RoleMention extends Span {
  readonly role: Role
}

/** Most matches of one pattern that are read: more than anybody means, and it bounds the time. */
const MOST_HITS = 200

function hitOf(match: RegExpExecArray, sentence: Sentence): Hit {
  const start = sentence.start + match.index
  const end = start + match[0].length
  const groups = match.indices?.groups ?? {}
  return {
    start,
    end,
    text: match[0],
    sentence,
    group: (name) => match.groups?.[name] ?? '',
    has: (name) => match.groups?.[name] !== undefined,
    span: (name) => {
      const span = groups[name]
      return span ? { start: sentence.start + span[0], end: sentence.start + span[1] } : { start, end }
    },
  }
}

/** The last turn, cut into sentences and clauses; recognisers read it, and mask what they understood. */
export class Turn {
  readonly raw: string
  /** Normalised and laid out as sentences, nothing masked. */
  readonly whole: string
  readonly sentences: readonly Sentence[]
  readonly roles: readonly RoleMention[]

  /** Leaves of the spec in pasted JSON or YAML. */
  readonly pasted: readonly PastedLeaf[]

  private readonly laidOut: LaidOut
  private readonly numbers: readonly Span[]
  private masked: string
  private readonly pending: Span[] = []

  constructor(raw: string) {
    this.raw = raw
    this.laidOut = new LaidOut(normalise(raw), raw)
    this.pasted = this.laidOut.leaves
    const { text, numbers } = digitsForWords(this.laidOut.text)
    this.whole = text
    this.numbers = numbers
    this.masked = this.whole
    let heading = ''
    this.sentences = splitSentences(this.whole).map((span, index) => {
      const line = this.whole.slice(span.start, span.end)
      const item = /^\s*(?:[-*•·+]|\d{1,2}[.)])\s|^\s{2,}\S/.test(line)
      if (!item) heading = ''
      const sentence: Sentence = { ...span, index, clauses: splitClauses(this.whole, span), heading }
      if (/:\s*$/.test(line)) heading = line.toLowerCase()
      return sentence
    })
    this.blankInquiries()
    this.roles = this.hits(new RegExp(ROLE_WORDS, 'dgi')).map((hit) => ({
      start: hit.start,
      end: hit.end,
      role: roleOf(hit.text),
    }))
  }

  /** Every match of a pattern (flags `dgi`) inside one sentence each, skipping what is masked. */
  hits(pattern: RegExp): Hit[] {
    const found: Hit[] = []
    const text = this.text
    for (const sentence of this.sentences) {
      if (found.length >= MOST_HITS) break
      const part = text.slice(sentence.start, sentence.end)
      // Not `matchAll`, which copies the pattern for each sentence.
      pattern.lastIndex = 0
      for (let match = pattern.exec(part); match; match = pattern.exec(part)) {
        if (match[0] === '') pattern.lastIndex++
        found.push(hitOf(match, sentence))
      }
    }
    return found
  }

  /** The words as they were typed, without blanks at either end. */
  quote(span: Span): string {
    const spelled = (at: number): Span | undefined =>
      this.numbers.find((number) => number.start < at && at < number.end)
    const { start, end } = this.laidOut.typed({
      start: spelled(span.start)?.start ?? span.start,
      end: spelled(span.end)?.end ?? span.end,
    })
    return this.raw.slice(start, end).trim()
  }

  /** Hides a piece from all later recognisers. */
  mask(span: Span): void {
    if (span.end > span.start) this.pending.push(span)
  }

  /** Normalised, masked where understood; every offset is the raw text's. */
  get text(): string {
    if (this.pending.length > 0) {
      const pieces: string[] = []
      let at = 0
      for (const { start, end } of this.pending.splice(0).sort((left, right) => left.start - right.start)) {
        if (end <= at) continue
        pieces.push(this.masked.slice(at, Math.max(at, start)), MASK.repeat(end - Math.max(at, start)))
        at = end
      }
      this.masked = pieces.join('') + this.masked.slice(at)
    }
    return this.masked
  }

  /** The clause that holds an offset. */
  clauseAt(sentence: Sentence, offset: number): Span {
    return sentence.clauses.findLast((clause) => clause.start <= offset) ?? sentence
  }

  /** The text of the clause around a match, in lowercase. */
  clauseText(hit: { readonly sentence: Sentence; readonly start: number }): string {
    const clause = this.clauseAt(hit.sentence, hit.start)
    return this.whole.slice(clause.start, clause.end).toLowerCase()
  }

  before(span: Span, length: number): string {
    return this.whole.slice(Math.max(0, span.start - length), span.start)
  }

  after(span: Span, length: number): string {
    return this.whole.slice(span.end, span.end + length)
  }

  /** Whether a piece is said not to be: "no X", "instead of X", "from X to Y", "X is not needed". */
  negation(hit: { readonly sentence: Sentence } & Span): Negation | undefined {
    return isNegated(this.whole, hit, this.clauseAt(hit.sentence, hit.start), hit.sentence)
  }

  negated(hit: { readonly sentence: Sentence } & Span): boolean {
    return this.negation(hit) !== undefined
  }

  /** The stored copy that a place in the turn talks about: named in its clause, before it in the sentence, or in the heading. */
  roleAt(hit: { readonly sentence: Sentence } & Span, wanted?: readonly Role[]): RoleMention | undefined {
    const { sentence } = hit
    const fits = (mention: RoleMention): boolean => !wanted || wanted.includes(mention.role)
    const clause = this.clauseAt(sentence, hit.start)
    const near = this.roles.filter(
      (mention) => mention.start >= clause.start && mention.end <= clause.end && fits(mention),
    )
    const before = near.findLast((mention) => mention.start < hit.end)
    if (before ?? near[0]) return before ?? near[0]
    const earlier = this.roles.findLast(
      (mention) => mention.start >= sentence.start && mention.end <= hit.start && fits(mention),
    )
    if (earlier) return earlier
    const heading = new RegExp(ROLE_WORDS, 'i').exec(sentence.heading)
    const role = heading ? roleOf(heading[0]) : undefined
    return role && fits({ ...hit, role }) ? { start: hit.start, end: hit.end, role } : undefined
  }

  private blankInquiries(): void {
    for (const sentence of this.sentences) {
      const from = isInquiry(this.whole, sentence)
      if (from === undefined) continue
      const end = endOfRequest(this.whole, sentence, from)
      let start = from
      for (const kept of circumstancesOf(this.whole, { start: from, end })) {
        this.mask({ start, end: kept.start })
        start = kept.end
      }
      this.mask({ start, end })
    }
  }
}
