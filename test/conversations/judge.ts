import { isDeepStrictEqual } from 'node:util'
import { leavesOf } from './leaves.js'
import type { DraftResult } from '../../src/spec/question.js'
import type { Conversation } from './conversation.js'

/** How many of a conversation's expectations hold, what does not, and what counts as said although nobody said it. */
export interface Verdict {
  readonly right: number
  readonly total: number
  readonly misses: readonly string[]
  readonly invented: readonly string[]
}

/** Compares what a conversation has come to with what it should have come to. */
export function judge(conversation: Conversation, result: DraftResult): Verdict {
  const leaves = leavesOf(result.spec)
  const checks = [
    ...Object.entries(conversation.expect).map(([path, value]) => {
      const found = leaves.get(resolve(path, leaves))
      return { ok: isDeepStrictEqual(found, value), miss: `${path}: ${show(found)} instead of ${show(value)}` }
    }),
    ...conversation.absent.map((path) => {
      const at = resolve(path, leaves)
      const found = [...leaves.keys()].find((leaf) => leaf === at || leaf.startsWith(`${at}.`))
      return { ok: found === undefined, miss: `${path}: there is ${found} = ${show(leaves.get(found ?? ''))}` }
    }),
    ...Object.entries(conversation.origins ?? {}).map(([path, origin]) => {
      const found = result.provenance[resolve(path, leaves)]?.origin
      return { ok: found === origin, miss: `origin of ${path}: ${show(found)} instead of ${show(origin)}` }
    }),
    { ok: result.ready === conversation.ready, miss: `ready: ${result.ready}` },
    ...questionChecks(conversation, result),
  ]
  const misses = checks.filter(({ ok }) => !ok).map(({ miss }) => miss)
  return {
    right: checks.length - misses.length,
    total: checks.length,
    misses,
    invented: invented(conversation, result),
  }
}

/** One check for each question that has to be asked, and one that fails for each that does not. */
function questionChecks({ questions, ready }: Conversation, result: DraftResult): { ok: boolean; miss: string }[] {
  const expected = questions ?? (ready ? [] : ['*'])
  const asked = result.questions.map(({ path }) => path)
  const extra = asked.filter((path) => !expected.some((question) => isAbout(path, question)))
  return [
    ...expected.map((question) => ({
      ok: asked.some((path) => isAbout(path, question)),
      miss: `no question about ${question}`,
    })),
    ...extra.map((path) => ({ ok: false, miss: `a question too many: ${path}` })),
  ]
}

function isAbout(path: string, question: string): boolean {
  if (question === '*') {
    return true
  }
  return question === 'bucket' ? /(^|\.)bucket$/.test(path) : path === question || path.startsWith(`${question}.`)
}

/** Leaves that claim to be said but are expected nowhere, and quotes that stand in no turn. */
function invented({ expect, may = [], turns }: Conversation, { spec, provenance }: DraftResult): string[] {
  const leaves = leavesOf(spec)
  const known = new Set([...Object.keys(expect), ...may].map((path) => resolve(path, leaves)))
  const said = Object.entries(provenance).filter(([, { origin }]) => origin === 'said')
  return said.flatMap(([path, { quote }]) => {
    if (quote === undefined || !turns.some((turn) => turn.includes(quote))) {
      return [`${path}: the quote ${show(quote)} is in no turn`]
    }
    // Which type a sink is follows from any word about it.
    const type = /^sinks\.\d+\.type$/.test(path) && [...known].some((other) => other.startsWith(path.slice(0, -4)))
    return known.has(path) || type ? [] : [`${path} = ${show(leaves.get(path))}, from ${show(quote)}`]
  })
}

/** `sinks[iceberg].table` → `sinks.1.table`, by the type of the sinks that there are; unchanged where there is none. */
function resolve(path: string, leaves: ReadonlyMap<string, unknown>): string {
  const [, type, rest = ''] = /^sinks\[([a-z0-9-]+)\](.*)$/.exec(path) ?? []
  if (type === undefined) {
    return path
  }
  const found = [...leaves].find(([leaf, value]) => /^sinks\.\d+\.type$/.test(leaf) && value === type)
  return found === undefined ? path : found[0].replace(/\.type$/, rest)
}

function show(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value)
}
