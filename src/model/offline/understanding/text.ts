import type { Span } from './types.js'

/** Longest part of a turn that is read; people do not type more, and it bounds the time. */
export const LONGEST_TURN = 20_000

/** Longest stretch that one regular expression sees, so that none can take more than linear time overall. */
const LONGEST_SENTENCE = 1500

/** Stands for text that was understood already; no recogniser matches it. */
export const MASK = '\u0001'

/** Source of a regular expression for exactly this text. */
export const literally = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

const SAME_LENGTH: Readonly<Record<string, string>> = {
  '\u3000': ' ',
  '\u00a0': ' ',
  '\u202f': ' ',
  '\t': ' ',
  '\r': ' ',
  '“': '"',
  '”': '"',
  '„': '"',
  '«': '"',
  '»': '"',
  '「': '"',
  '」': '"',
  '『': '"',
  '』': '"',
  '‘': "'",
  '’': "'",
  '‐': '-',
  '‑': '-',
  '–': '-',
  '—': ',',
  '×': 'x',
  '。': '。',
  '｡': '。',
  '【': '(',
  '】': ')',
  '《': '"',
  '》': '"',
}

/** Makes full-width forms half-width and quotation marks plain, character by character: every offset stays valid. */
export function normalise(raw: string): string {
  return raw
    .slice(0, LONGEST_TURN)
    .replace(/[\t\r\u00a0\u202f\u3000“”„«»「」『』‘’‐‑–—×｡【】《》]|[\uff01-\uff5e]/g, (character) => {
      const same = SAME_LENGTH[character]
      return same ?? String.fromCharCode(character.charCodeAt(0) - 0xfee0)
    })
    .replace(/\*\*/g, '  ')
    .replace(/\u0001/g, ' ')
}

const ABBREVIATION = /(?:\b(?:e\.g|i\.e|vs|approx|no|st|incl|max|min|avg|n|etc|resp)|(?<![\w-])[A-Za-z])$/i

/** The sentences of a normalised text: ended by a line break, a full stop before a space, or Chinese punctuation. */
export function splitSentences(text: string): Span[] {
  const sentences: Span[] = []
  let start = 0
  const close = (end: number): void => {
    if (text.slice(start, end).trim() !== '') sentences.push({ start, end })
    start = end
  }
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at)
    const closing = character === '"' || character === '`' ? closingQuote(text, at) : -1
    if (closing > 0) at = closing
    else if (character === '\n' || '。！？；'.includes(character)) close(at + 1)
    else if ('.!?;'.includes(character)) {
      const next = text.charAt(at + 1)
      const ends =
        next === '' ||
        next === '\n' ||
        next === ' ' ||
        (character !== '.' && (next > '\u2e80' || text.charAt(at - 1) > '\u2e80'))
      const abbreviation =
        character === '.' && ABBREVIATION.test(text.slice(Math.max(start, at - 8), at)) && next === ' '
      if (ends && !abbreviation) close(at + 1)
    } else if (at - start > LONGEST_SENTENCE) close(at)
  }
  close(text.length)
  return sentences
}

/** Where a quoted name ends, so that nothing in it ends a sentence; -1 where the mark opens none. */
function closingQuote(text: string, at: number): number {
  const end = text.slice(at + 1, at + 120).search(/["`\n]/)
  return end > 0 && text.charAt(at + 1 + end) === text.charAt(at) ? at + 1 + end : -1
}

const BREAK =
  /,(?!\d{3}(?!\d))|、|:\s(?=\n)|\s(?:and|(?<!\b(?:(?:any|every)(?:thing|where|one| \w+)?|all(?: \w+)?)\s)but|while|whereas|plus|then|yet|or|&)\s|,?但是?|而且|并且|然后|以及|同时|另外|\s-\s|\n/gi

/** The clauses of one sentence: what a negation or a role reaches. */
export function splitClauses(text: string, sentence: Span): Span[] {
  const clauses: Span[] = []
  const part = text.slice(sentence.start, sentence.end)
  let start = 0
  for (const match of part.matchAll(BREAK)) {
    clauses.push({ start: sentence.start + start, end: sentence.start + match.index })
    start = match.index + match[0].length
  }
  clauses.push({ start: sentence.start + start, end: sentence.end })
  return clauses
}
