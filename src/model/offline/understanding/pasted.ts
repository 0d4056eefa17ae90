import { isMap, isScalar, isSeq, parseDocument, type Node } from 'yaml'
import { leafSchemasAt } from '../../../spec/leaf-schema.js'
import type { Leaf, Scalar } from '../../../spec/schema.js'
import { isValid } from './check.js'
import { isLabel, wordsOfKey } from './labels.js'
import type { Edit } from './layouts.js'
import type { Span } from './types.js'

/** The keys at the root of clickstream.yaml. */
export const ROOTS =
  'apiVersion|name|region|account|collector|network|kafka|topicManagement|topics|sinks|backup|images|platform|observability|tags'

/** A leaf of the spec in JSON or YAML that somebody pasted. */
export interface PastedLeaf extends Span {
  readonly path: string
  readonly value: Leaf
}

interface Pasted {
  readonly edits: readonly Edit[]
  readonly leaves: readonly PastedLeaf[]
}

interface Found extends Span {
  readonly path: string
  readonly keys: readonly string[]
  readonly value: Leaf
  readonly items: readonly Span[]
}

/** Longest piece of JSON or YAML that is parsed. */
const LONGEST = 20_000
const NAMED = /cluster|bucket|topic|table|database|name|prefix/

/** JSON objects and lines of clickstream.yaml in the turn: leaves of the spec by their path, other keys as words. */
export function findPasted(text: string): Pasted {
  const edits: Edit[] = []
  const leaves: PastedLeaf[] = []
  for (const block of blocksOf(text)) {
    const found = parsed(text.slice(block.start, block.end), block.start)
    const known = found.filter((leaf) => isSpelt(leaf))
    const labelled = found.filter((leaf) => isLabel(wordsOfKey(leaf.keys.at(-1) ?? '')))
    if (block.isJson ? known.length + labelled.length === 0 : known.length * 2 < found.length || known.length < 2)
      continue
    let at = block.start
    for (const leaf of found) {
      const spelt = isSpelt(leaf)
      const [first = leaf] = leaf.items
      const last = leaf.items.at(-1) ?? leaf
      edits.push({ start: at, end: first.start, put: `\n${spelt ? leaf.path : wordsOf(leaf.keys)}: ` })
      leaf.items.slice(1).forEach((item, index) => {
        edits.push({ start: leaf.items[index]?.end ?? item.start, end: item.start, put: ', ' })
      })
      at = last.end
      if (spelt) leaves.push({ path: leaf.path, value: leaf.value, start: first.start, end: last.end })
    }
    edits.push({ start: at, end: block.end, put: '\n' })
  }
  return { edits, leaves }
}

/** A field of the spec; a value at the root that it cannot take ("region: Frankfurt") is read as words. */
function isSpelt({ path, value }: Found): boolean {
  return leafSchemasAt(path).length > 0 && (path.includes('.') || isValid(path, value))
}

/** The last key as words, with the one above it where it says too little. */
function wordsOf(keys: readonly string[]): string {
  const names = keys.filter((key) => !/^\d+$/.test(key))
  const last = wordsOfKey(names.at(-1) ?? '')
  const above = wordsOfKey(names.at(-2) ?? '').replace(/s$/, '')
  return /^(?:name|id|arn|value|size|type)$/.test(last) && above !== '' ? `${above} ${last}` : last
}

function blocksOf(text: string): (Span & { isJson: boolean })[] {
  const blocks: (Span & { isJson: boolean })[] = []
  for (let open = text.indexOf('{'); open >= 0 && blocks.length < 4; open = text.indexOf('{', open + 1)) {
    const end = closing(text, open)
    const before = text.slice(Math.max(0, open - 60), open)
    if (end < 0 || /[$\w{]$|[\w"]\s*[:=]\s*$/.test(before) || /^\{[{%]/.test(text.slice(open, open + 2))) continue
    blocks.push({ start: open, end, isJson: true })
    open = end
  }
  const lines =
    /^(?:(?:apiVersion|name|region|account)\s*:[^\n]*\n)*(?:[A-Za-z]+):(?:[ \t]*(?:#[^\n]*)?|[ \t]+[^\n]*)(?:\n(?:[ \t]+[^\n]*|-[ ][^\n]*|#[^\n]*|[A-Za-z]+:(?:[ \t][^\n]*)?|(?=\n)))*/gm
  if (!new RegExp(`^(?:${ROOTS}):[ \\t]*(?:#[^\\n]*)?\\n[ \\t]*(?:- )?[A-Za-z]+:`, 'm').test(text)) return blocks
  for (const match of text.matchAll(lines)) {
    const span = { start: match.index, end: match.index + match[0].length }
    if (match[0].length <= LONGEST && !blocks.some((block) => block.start < span.end && block.end > span.start))
      blocks.push({ ...span, isJson: false })
  }
  return blocks.sort((left, right) => left.start - right.start)
}

function closing(text: string, open: number): number {
  let depth = 0
  for (let at = open; at < text.length && at < open + LONGEST; at++) {
    const character = text.charAt(at)
    if (character === '"') {
      at = text.indexOf('"', at + 1)
      if (at < 0) return -1
    } else if (character === '{') depth++
    else if (character === '}' && --depth === 0) return at + 1
  }
  return -1
}

function parsed(source: string, offset: number): Found[] {
  const found: Found[] = []
  try {
    const document = parseDocument(source, { logLevel: 'silent', strict: false, uniqueKeys: false })
    if (document.errors.length > 0 || !isMap(document.contents)) return []
    walk(document.contents, [], offset, found)
  } catch {
    return []
  }
  return found.sort((left, right) => left.start - right.start)
}

function walk(node: unknown, keys: readonly string[], offset: number, found: Found[]): void {
  if (found.length > 300 || keys.length > 8) return
  if (isMap(node)) {
    for (const { key, value } of node.items) if (isScalar(key)) walk(value, [...keys, String(key.value)], offset, found)
  } else if (isSeq(node)) {
    const items = node.items.filter((item) => isScalar(item) && isLeaf(item.value))
    if (items.length === node.items.length && items.length > 0) {
      const spans = items.map((item) => spanOf(item as Node, keys, offset))
      const [first] = spans
      const last = spans.at(-1)
      const value = items.map((item) => (isScalar(item) ? (item.value as Scalar) : ''))
      if (first && last)
        found.push({
          path: keys.join('.'),
          keys,
          value: value as Leaf,
          items: spans,
          start: first.start,
          end: last.end,
        })
    } else node.items.forEach((item, index) => walk(item, [...keys, String(index)], offset, found))
  } else if (isScalar(node) && isLeaf(node.value)) {
    found.push({ path: keys.join('.'), keys, value: node.value, items: [], ...spanOf(node, keys, offset) })
  }
}

const isLeaf = (value: unknown): value is Scalar =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'

/** Where a value stands, without its quotation marks unless it is a name with a blank in it. */
function spanOf(node: Node, keys: readonly string[], offset: number): Span {
  const [start = 0, end = 0] = node.range ?? []
  const isQuoted = isScalar(node) && /^QUOTE/.test(node.type ?? '') && end - start > 2
  const keeps = isScalar(node) && /\s/.test(String(node.value)) && NAMED.test(wordsOf(keys))
  return isQuoted && !keeps
    ? { start: offset + start + 1, end: offset + end - 1 }
    : { start: offset + start, end: offset + end }
}
