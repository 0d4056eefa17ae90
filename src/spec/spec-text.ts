import { isMap, isNode, isScalar, isSeq, LineCounter, parseDocument, type Document, type Node } from 'yaml'
import type { Problem } from '../errors.js'
import { invalidSpec } from './problems.js'
import { shown } from './shown.js'
import { firstAlias, MAX_DEPTH, structureProblems, TOO_DEEP, type Position } from './spec-structure.js'

export type { Position } from './spec-structure.js'

/** Largest spec file, in bytes. */
const MAX_SPEC_BYTES = 1024 * 1024
/** Most entries; a spec with all its lists full has about 12,000. */
const MAX_ENTRIES = 30_000
/** Most values that aliases may stand for. */
const MAX_ALIASES = 50

/** A parsed YAML file with the position of every key and value by dotted path. */
export interface ParsedText {
  readonly value: unknown
  readonly document: Document
  readonly keys: ReadonlyMap<string, Position>
  readonly values: ReadonlyMap<string, Position>
}

/** Throws `SpecTooLarge` (exit code 3) above 1 MiB. */
export function refuseSize(bytes: number, file?: string): void {
  if (bytes <= MAX_SPEC_BYTES) return
  const message = `the file has ${bytes} bytes, more than ${MAX_SPEC_BYTES}`
  throw invalidSpec(
    [{ code: 'SpecTooLarge', message, hint: 'a spec is a short YAML file; check the name of the file' }],
    file,
  )
}

/** The text of a spec file. Throws `SpecTooLarge` or `SpecNotText` (exit code 3). */
export function decodeSpec(bytes: Uint8Array, file?: string): string {
  const refuse = (code: string, message: string, hint: string) => invalidSpec([{ code, message, hint }], file)
  refuseSize(bytes.length, file)
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw refuse('SpecNotText', 'the file is not valid UTF-8 text', 'save it as UTF-8; check that it is no binary file')
  }
  const control = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/.exec(text)
  if (control !== null) {
    throw refuse(
      'SpecNotText',
      `the file holds the control character ${shown(control[0])}`,
      'save it as plain text; check that it is no binary file',
    )
  }
  return text
}

/**
 * Parses one YAML document and nothing risky: no tags of its own, no merge keys, few aliases, bounded depth and size, every key once.
 * Throws with all that is wrong: `SpecSyntax`, `DuplicateKey`, `CircularAlias`, `SpecTooDeep`, `SpecTooLarge`, `TooManyAliases` (exit code 3).
 */
export function parseYaml(text: string, file?: string): ParsedText {
  const lines = new LineCounter()
  const at = (offset: number): Position => {
    const { line, col } = lines.linePos(offset)
    return { line: Math.max(1, line), column: Math.max(1, col) }
  }
  const refuse = (...problems: Problem[]) =>
    invalidSpec(
      problems.map((problem) => ({ ...(file !== undefined && { file }), ...problem })),
      file,
    )
  const document = parse(text, lines, refuse)
  const notations = [...document.errors, ...document.warnings].map((error): Problem => {
    const message = error.message.replace(/\s+/g, ' ').replace(/\.$/, '')
    return { code: 'SpecSyntax', message: `no valid YAML: ${message}`, hint: hintFor(error.code), ...at(error.pos[0]) }
  })
  if (notations.length > 0) throw refuse(...notations)
  const structure = structureProblems(document, at)
  if (structure.length > 0) throw refuse(...structure)
  const keys = new Map<string, Position>()
  const values = new Map<string, Position>()
  place(document.contents as Node | null, '', { keys, values, at })
  try {
    return { value: document.toJS({ maxAliasCount: MAX_ALIASES }) ?? {}, document, keys, values }
  } catch (error) {
    const message = (error as Error).message
    const code = /excessive/i.test(message) ? 'TooManyAliases' : 'SpecSyntax'
    throw refuse({
      code,
      message: `aliases cannot be resolved: ${message.toLowerCase()}`,
      hint: 'write the values out instead',
      ...firstAlias(document, at),
    })
  }
}

function parse(text: string, lineCounter: LineCounter, refuse: (problem: Problem) => Error): Document {
  // counted before parsing, because the parser takes seconds for a file full of keys
  if ((text.match(/[\n,]/g)?.length ?? 0) > MAX_ENTRIES) throw refuse(TOO_LARGE)
  if (nestingOf(text) > MAX_DEPTH) throw refuse(TOO_DEEP)
  try {
    // uniqueKeys compares every key with every other: structureProblems does it in one pass
    return parseDocument(text, {
      lineCounter,
      prettyErrors: false,
      uniqueKeys: false,
      merge: false,
      version: '1.2',
      schema: 'core',
    })
  } catch (error) {
    if (error instanceof RangeError) throw refuse(TOO_DEEP)
    throw refuse({
      code: 'SpecSyntax',
      message: `no valid YAML: ${(error as Error).message}`,
      hint: 'check the notation',
    })
  }
}

const TOO_LARGE: Problem = {
  code: 'SpecTooLarge',
  message: `the file holds more than ${MAX_ENTRIES} entries`,
  hint: 'a spec is a short YAML file',
}

/** A quick upper bound of the nesting that brackets and dashes in a row can open, before the recursive parser sees the text. */
function nestingOf(text: string): number {
  let brackets = 0
  let deepest = 0
  for (const line of text.split('\n')) {
    const dashes = /^[\s]*(?:[-?:]\s+)*/.exec(line)?.[0].replace(/\s/g, '').length ?? 0
    for (const char of line) {
      if (char === '[' || char === '{') brackets++
      else if ((char === ']' || char === '}') && brackets > 0) brackets--
      if (brackets > deepest) deepest = brackets
    }
    deepest = Math.max(deepest, dashes)
  }
  return deepest
}

interface Placing {
  readonly keys: Map<string, Position>
  readonly values: Map<string, Position>
  at(offset: number): Position
}

function place(node: Node | null, path: string, placing: Placing): void {
  if (node === null) return
  const below = (key: string | number) => (path === '' ? String(key) : `${path}.${key}`)
  if (node.range) placing.values.set(path, placing.at(node.range[0]))
  if (isSeq(node)) node.items.forEach((item, index) => isNode(item) && place(item, below(index), placing))
  if (!isMap(node)) return
  for (const { key, value } of node.items) {
    if (!isScalar(key)) continue
    if (key.range) placing.keys.set(below(String(key.value)), placing.at(key.range[0]))
    if (isNode(value)) place(value, below(String(key.value)), placing)
  }
}

function hintFor(code: string): string {
  if (code === 'MULTIPLE_DOCS') return 'a spec is one document: remove what follows ---'
  if (code === 'TAG_RESOLVE_FAILED') return 'write plain values without tags'
  if (code === 'TAB_AS_INDENT') return 'indent with spaces'
  if (code === 'BAD_INDENT') return 'indent the entries of a map equally'
  return 'check the notation at this place'
}
