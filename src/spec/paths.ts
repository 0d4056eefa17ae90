import type { Leaf, PartialSpec, Scalar } from './schema.js'
import type { Provenance } from './provenance.js'

/** One known leaf, with where it comes from. */
export interface Fact<T extends Leaf = Leaf> {
  readonly value: T
  readonly provenance: Provenance
}

/** Known leaves by dotted path; `intent.…` paths may be among them. */
export type Facts = Map<string, Fact>

const isScalar = (value: unknown): value is Scalar => ['string', 'number', 'boolean'].includes(typeof value)

/** The segments of a dotted path; a tag's key keeps its dots. */
export function segmentsOf(path: string): string[] {
  return path.startsWith('tags.') ? ['tags', path.slice('tags.'.length)] : path.split('.')
}

/** Every leaf below `value` with its dotted path: scalars and arrays of scalars, empty arrays too; empty objects have none. */
export function leavesOf(value: unknown, path = ''): [path: string, leaf: Leaf][] {
  if (isScalar(value)) return [[path, value]]
  if (Array.isArray(value) && value.every(isScalar)) return [[path, value]]
  if (typeof value !== 'object' || value === null) return []
  const below = path === '' ? '' : `${path}.`
  return Object.entries(value).flatMap(([key, child]) => leavesOf(child, below + key))
}

/** The objects and arrays that the leaves describe; array items keep their order, and indexes that nothing is known about are closed up. */
export function assemble(facts: ReadonlyMap<string, Fact>): PartialSpec {
  const root: Branch = new Map()
  for (const [path, fact] of facts) {
    const segments = segmentsOf(path)
    const last = segments.pop() as string
    let branch = root
    for (const segment of segments) {
      const next = branch.get(segment)
      if (next instanceof Map) branch = next
      else branch.set(segment, (branch = new Map()))
    }
    branch.set(last, fact.value)
  }
  return unfold(root) as PartialSpec
}

type Branch = Map<string, Branch | Leaf>

function unfold(branch: Branch, isTags = false): unknown {
  const entries = [...branch].map(
    ([key, child]) => [key, child instanceof Map ? unfold(child, key === 'tags') : copy(child)] as const,
  )
  const isList = !isTags && entries.length > 0 && entries.every(([key]) => /^\d+$/.test(key))
  if (isList) return entries.sort(([a], [b]) => Number(a) - Number(b)).map(([, child]) => child)
  return Object.fromEntries(entries)
}

const copy = (leaf: Leaf): Leaf => (Array.isArray(leaf) ? [...leaf] : leaf)

/** Whether `path` is `root` or lies below it. */
export function isAtOrBelow(path: string, root: string): boolean {
  return path === root || path.startsWith(`${root}.`)
}

/** The indexes below `list` that something is known about (`topics` → 0, 2), in ascending order. */
export function indexesBelow(facts: ReadonlyMap<string, Fact>, list: string): number[] {
  const found = new Set<number>()
  const prefix = `${list}.`
  for (const path of facts.keys()) {
    if (!path.startsWith(prefix)) continue
    const index = path.slice(prefix.length).split('.', 1)[0] ?? ''
    if (/^\d+$/.test(index)) found.add(Number(index))
  }
  return [...found].sort((a, b) => a - b)
}

/** Renumbers list items so that no index is left out: what was at `topics.2` is at `topics.1` where nothing is known of `topics.1`. */
export function closeUp(facts: Facts): void {
  const indexes = new Map<string, Set<number>>()
  const lists = (path: string) =>
    segmentsOf(path).flatMap((segment, at, all) =>
      isIndex(segment, all) ? [{ list: all.slice(0, at).join('.'), index: Number(segment), at }] : [],
    )
  for (const path of facts.keys()) {
    for (const { list, index } of lists(path)) indexes.set(list, (indexes.get(list) ?? new Set()).add(index))
  }
  const moved = [...facts].map(([path, fact]) => {
    const segments = segmentsOf(path)
    for (const { list, index, at } of lists(path))
      segments[at] = String([...(indexes.get(list) ?? [])].filter((other) => other < index).length)
    return [segments.join('.'), fact] as const
  })
  facts.clear()
  for (const [path, fact] of moved) facts.set(path, fact)
}

const isIndex = (segment: string, all: readonly string[]) => all[0] !== 'tags' && /^\d+$/.test(segment)
