import { renameSync, rmSync, writeFileSync } from 'node:fs'
import { Document, isAlias, isCollection, isMap, isNode, isScalar, isSeq, type Node } from 'yaml'
import { ClickstreamError } from '../errors.js'
import type { EnvironmentLock } from './lock.js'
import { leavesOf, segmentsOf } from './paths.js'
import { isOriginComment, originComment } from './origin-comment.js'
import type { Provenance } from './provenance.js'
import { resolveSpec, type ResolvedSpec } from './resolve.js'
import type { Leaf } from './schema.js'
import { parseSpecText, type LoadedSpecFile } from './spec-file.js'
import { spliceLeaves } from './spec-splice.js'

export interface SaveOptions {
  /** The file that is there, as `loadSpecFile` read it: its comments, order and unchanged values stay. @default - a fresh file with every value */
  readonly file?: LoadedSpecFile
  /** The lock that lies beside the file, because defaults may come from it. @default - none */
  readonly lock?: EnvironmentLock
}

/** How often defaults that follow from a written value may have to be written too. */
const ROUNDS = 4
const HEADER = ` What this clickstream ingestion is. A comment says where a value comes from; values without one were said or written by hand.
 Every value can be changed here; those that are removed are worked out again.`

/** The text of `clickstream.yaml` for a spec; reading it gives the same spec. Throws `SpecNotSaved` where it would not. */
export function renderSpec(resolved: ResolvedSpec, options: SaveOptions = {}): string {
  const { file, lock } = options
  const spliced =
    file === undefined ? undefined : spliceLeaves(file.text, file.document, new Map(leavesOf(resolved.spec)))
  return spliced !== undefined && differing(spliced, resolved, lock).size === 0 ? spliced : rewrite(resolved, options)
}

function rewrite(resolved: ResolvedSpec, options: SaveOptions): string {
  const document = options.file?.document.clone() ?? fresh(resolved)
  const flowCollectionPadding = options.file !== undefined
  const wanted = new Map(leavesOf(resolved.spec))
  update(document, wanted, resolved, (path) => isWorthWriting(resolved.provenance[path]))
  for (let round = 0; round < ROUNDS; round++) {
    const text = document.toString({ lineWidth: 0, flowCollectionPadding })
    const paths = differing(text, resolved, options.lock)
    if (paths.size === 0) return text
    update(document, wanted, resolved, (path) => paths.has(path))
  }
  throw new ClickstreamError('the spec would not be read back as it is', {
    code: 'SpecNotSaved',
    source: 'tool',
    hint: 'write it to a new file',
  })
}

/** The paths of which a text, read back, would make something else than the spec. */
function differing(text: string, { spec }: ResolvedSpec, lock?: EnvironmentLock): Set<string> {
  const wanted = new Map(leavesOf(spec))
  const found = new Map(leavesOf(resolveSpec(parseSpecText(text), lock).spec))
  return new Set([...wanted.keys(), ...found.keys()].filter((path) => !isSame(wanted.get(path), found.get(path))))
}

/** Writes the spec file as a whole or not at all, and returns its text. Throws `SpecNotSaved` where it cannot be written. */
export function saveSpec(path: string, resolved: ResolvedSpec, options: SaveOptions = {}): string {
  const text = renderSpec(resolved, options)
  const draft = `${path}.${process.pid}.tmp`
  try {
    writeFileSync(draft, text, { flag: 'wx' })
    renameSync(draft, path)
  } catch (cause) {
    rmSync(draft, { force: true })
    throw new ClickstreamError(`${path} cannot be written: ${(cause as Error).message}`, {
      code: 'SpecNotSaved',
      file: path,
      hint: 'check that the folder exists and may be written to',
      cause,
    })
  }
  return text
}

const isWorthWriting = (provenance?: Provenance) => provenance?.origin === 'said' || provenance?.origin === 'looked-up'
const isSame = (a: Leaf | undefined, b: Leaf | undefined) => JSON.stringify(a) === JSON.stringify(b)

function fresh(resolved: ResolvedSpec): Document {
  const document = new Document({})
  document.commentBefore = HEADER
  for (const [path, value] of leavesOf(resolved.spec)) put(document, path, value, resolved.provenance[path])
  return document
}

/** Brings the document up to the wanted leaves: changes what differs, removes what is gone, adds what `isNeeded` says. */
function update(
  document: Document,
  wanted: ReadonlyMap<string, Leaf>,
  resolved: ResolvedSpec,
  isNeeded: (path: string) => boolean,
): void {
  const present = new Map(leavesOf(document.toJS()))
  for (const path of [...present.keys()].reverse()) if (!wanted.has(path)) remove(document, path)
  const lists = new Set<string>()
  for (const [path, value] of wanted) {
    if (present.has(path)) {
      if (!isSame(present.get(path), value)) put(document, path, value, resolved.provenance[path])
    } else if (isNeeded(path)) {
      const item = itemOf(path)
      if (item === undefined || [...present.keys()].some((other) => other.startsWith(`${item}.`)))
        put(document, path, value, resolved.provenance[path])
      else lists.add(path.split('.')[0] as string)
    }
  }
  // an item that is not there yet is written whole, and so are its neighbours: what a file lists is exact
  for (const [path, value] of wanted) {
    if (lists.has(path.split('.')[0] as string) && !present.has(path))
      put(document, path, value, resolved.provenance[path])
  }
}

/** `sinks.0` of `sinks.0.bucket`; undefined outside the lists of topics and sinks. */
const itemOf = (path: string) => /^(?:topics|sinks)\.\d+/.exec(path)?.[0]

function put(document: Document, path: string, value: Leaf, provenance: Provenance | undefined): void {
  const keys = keysOf(path)
  detach(document, keys)
  const old = document.getIn(keys, true)
  if (isNode(old) && isOriginComment(old.comment)) old.comment = originComment(provenance) ?? null
  if (isScalar(old) && !Array.isArray(value)) {
    old.value = value
    return
  }
  const node = document.createNode(value, { flow: true }) as Node
  const comment = isInFlow(document, keys) ? undefined : originComment(provenance)
  if (comment !== undefined) node.comment = comment
  if (isNode(old)) {
    if (old.comment != null) node.comment = old.comment
    if (old.commentBefore != null) node.commentBefore = old.commentBefore
  }
  document.setIn(keys, node)
}

/** Whether a value stands in a map or list of one line, where a comment would break it up. */
function isInFlow(document: Document, keys: readonly (string | number)[]): boolean {
  return keys.some((_key, length) => {
    const node = length === 0 ? undefined : document.getIn(keys.slice(0, length), true)
    return isCollection(node) && node.flow === true
  })
}

/** Replaces aliases on the way by their values, so that a change stays where it is meant. */
function detach(document: Document, keys: readonly (string | number)[]): void {
  for (let length = 1; length <= keys.length; length++) {
    const node = document.getIn(keys.slice(0, length), true)
    if (isNode(node) && isAlias(node)) document.setIn(keys.slice(0, length), document.createNode(node.toJS(document)))
  }
}

function remove(document: Document, path: string): void {
  const keys = keysOf(path)
  detach(document, keys)
  for (let length = keys.length; length > 0; length--) {
    const at = keys.slice(0, length)
    const node = document.getIn(at, true)
    if (length < keys.length && !(isCollection(node) && (isMap(node) || isSeq(node)) && node.items.length === 0)) return
    document.deleteIn(at)
  }
}

const keysOf = (path: string) =>
  segmentsOf(path).map((segment, index) =>
    index > 0 && !path.startsWith('tags.') && /^\d+$/.test(segment) ? Number(segment) : segment,
  )
