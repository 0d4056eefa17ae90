import { isLabel } from './labels.js'
import { findPasted, type PastedLeaf } from './pasted.js'
import { findTables } from './tables.js'
import type { Span } from './types.js'
import { findGluedCounts, findTypos } from './typos.js'

/** Words put in the place of a piece of the turn, so that a layout reads as "key: value" lines. */
export interface Edit extends Span {
  readonly put: string
}

/** A turn whose tables, aligned lines and pasted JSON or YAML were written out as "key: value" lines. */
export class LaidOut {
  readonly text: string
  /** Leaves of the spec that were pasted, where they stand in {@link text}. */
  readonly leaves: readonly PastedLeaf[]
  private readonly edits: readonly Edit[]

  constructor(normalised: string, raw: string) {
    const pasted = findPasted(normalised)
    const taken = [...pasted.edits]
    for (const found of [
      findTables(normalised),
      findPairs(normalised, raw),
      findKeys(normalised),
      findFences(normalised),
      findGaps(normalised),
      findTypos(normalised),
      findGluedCounts(normalised),
    ])
      taken.push(...found.filter((edit) => !taken.some((other) => other.start < edit.end && other.end > edit.start)))
    this.edits = taken.sort((left, right) => left.start - right.start || left.end - right.end)
    const pieces: string[] = []
    let at = 0
    for (const { start, end, put } of this.edits) {
      pieces.push(normalised.slice(at, start), put)
      at = end
    }
    this.text = this.edits.length === 0 ? normalised : pieces.join('') + normalised.slice(at)
    this.leaves = pasted.leaves.map((leaf) => ({ ...leaf, start: this.laid(leaf.start), end: this.laid(leaf.end) }))
  }

  /** The piece of the turn as typed that a piece of {@link text} stands for; never empty where the turn is not. */
  typed({ start, end }: Span): Span {
    if (this.edits.length === 0) return { start, end }
    const from = this.origin(start, 'end')
    const to = this.origin(end, 'start')
    if (to > from) return { start: from, end: to }
    const next = this.edits.find((edit) => edit.start > from)
    return { start: from, end: next?.start ?? from + (end - start) }
  }

  private origin(offset: number, side: 'start' | 'end'): number {
    let shift = 0
    for (const edit of this.edits) {
      const start = edit.start + shift
      const end = start + edit.put.length
      if (offset < start || (offset === start && side === 'start')) break
      if (offset < end) return edit[side]
      shift += edit.put.length - (edit.end - edit.start)
    }
    return offset - shift
  }

  private laid(offset: number): number {
    let shift = 0
    for (const edit of this.edits) {
      if (edit.end > offset) break
      shift += edit.put.length - (edit.end - edit.start)
    }
    return offset + shift
  }
}

const PAIR =
  /^(?<lead> {0,12}(?:[-*•+] {1,4}|\d{1,2}[.)] {1,4})?)(?<key>[^\s:=,|][^\n:=,|]{0,40}?)(?<gap> {1,4}[-,]{1,2} {1,4}| {2,40})(?<value>\S[^\n]*)$/dgm

/** "Region - eu-west-1", "Region — eu-west-1", "Region    eu-west-1": a field's name, a gap and its value. */
function findPairs(text: string, raw: string): Edit[] {
  const edits: Edit[] = []
  if (!/ - | , | {2}|\t/.test(text) && !raw.includes('\t')) return edits
  for (const match of text.matchAll(PAIR)) {
    const [start, end] = match.indices?.groups?.['gap'] ?? [0, 0]
    if (isLabel(match.groups?.['key'] ?? '')) edits.push({ start, end, put: ': ' })
  }
  if (!raw.includes('\t')) return edits
  for (const match of raw.slice(0, text.length).matchAll(/^(?<key>[^\n\t]{2,40})(?<gap>\t+)(?=\S)/gm)) {
    const start = match.index + (match.groups?.['key']?.length ?? 0)
    if (isLabel(match.groups?.['key'] ?? ''))
      edits.push({ start, end: start + (match.groups?.['gap']?.length ?? 0), put: ': ' })
  }
  return edits.filter(
    (edit, index) => edits.findIndex((other) => other.start < edit.end && other.end > edit.start) === index,
  )
}

/** The marks around pasted code: "```json" names a language, no sink. */
function findFences(text: string): Edit[] {
  return [...text.matchAll(/^[ >]{0,8}`{3,}[\w-]{0,20}[ ]{0,4}$/gm)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
    put: '',
  }))
}

/** Long stretches of blanks and of letters or digits without a break, longer than any name: they say nothing and cost time. */
function findGaps(text: string): Edit[] {
  return [...text.matchAll(/ {40,}|\n{4,}|[A-Za-z0-9]{260,}/g)].map((match) => ({
    start: match.index + (/^\s/.test(match[0]) ? 2 : 256),
    end: match.index + match[0].length,
    put: '',
  }))
}

/** "region=eu-west-1;cluster=z-msk|bucket=z-clicks": a name ends where the next key begins. */
function findKeys(text: string): Edit[] {
  return [
    ...text.matchAll(/(?<=[\w"'`/.)])[ ]{0,4}[;|&][ ]{0,4}(?=(?<key>[A-Za-z][\w -]{0,30}?)\s*[=:](?![/:]))/g),
  ].flatMap((match) =>
    isLabel((match.groups?.['key'] ?? '').replace(/_/g, ' '))
      ? [{ start: match.index, end: match.index + match[0].length, put: '; ' }]
      : [],
  )
}
