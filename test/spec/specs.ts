import { ClickstreamError, type Problem } from '../../src/errors.js'
import { resolveSpec, SpecDraft, type EnvironmentLock, type PartialSpec, type Spec } from '../../src/spec/index.js'

/** The least that a spec needs. */
export const LEAST: PartialSpec = {
  region: 'us-east-1',
  kafka: { cluster: 'orders-prod' },
  backup: { bucket: 'my-data-bucket' },
}

/** A complete spec: the least, with some parts replaced. */
export function specWith(parts: PartialSpec = {}, lock?: EnvironmentLock): Spec {
  return resolveSpec({ spec: { ...LEAST, ...parts } }, lock).spec
}

/** Changes a copy of a complete spec, as a person who edits the file would. */
export function edited(spec: Spec, edit: (spec: Spec) => void): Spec {
  const copy = structuredClone(spec)
  edit(copy)
  return copy
}

/** An item that must be there. */
export function at<T>(list: readonly T[], index: number): T {
  const item = list[index]
  if (item === undefined) throw new Error(`no item ${index}`)
  return item
}

/** A draft in which each value was said, and quoted, in one turn. */
export function draftOf(
  facts: Record<string, string | number | boolean | readonly string[]>,
  lock?: EnvironmentLock,
): SpecDraft {
  const draft = new SpecDraft(lock === undefined ? {} : { lock })
  draft.addTurn(Object.values(facts).map(String).join(' | '))
  for (const [path, value] of Object.entries(facts)) {
    const problem = draft.state({ path, value, quote: String(value) })
    if (problem !== undefined) throw new Error(`${path}: ${problem.message}`)
  }
  return draft
}

/** The error that `run` throws; fails where it throws none, or one that is not ours. */
export function refusalOf(run: () => unknown): ClickstreamError {
  try {
    run()
  } catch (error) {
    if (error instanceof ClickstreamError) return error
    throw error
  }
  throw new Error('nothing was refused')
}

/** Code and path of each problem. */
export const codes = (problems: readonly Problem[]) => problems.map(({ code, path }) => `${code} ${path ?? ''}`.trim())
