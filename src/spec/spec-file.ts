import { readFileSync, statSync } from 'node:fs'
import type { Document } from 'yaml'
import { ClickstreamError, type Problem } from '../errors.js'
import { inputSchema } from './input-schema.js'
import { loadLock, type EnvironmentLock } from './lock.js'
import { leavesOf } from './paths.js'
import { invalidSpec, problemsOf } from './problems.js'
import type { ProvenanceMap } from './provenance.js'
import { resolveSpec, type ResolvedSpec } from './resolve.js'
import { checkSpec } from './rules.js'
import type { PartialSpec } from './schema.js'
import { decodeSpec, parseYaml, refuseSize, type ParsedText, type Position } from './spec-text.js'

/** A spec file as read: what it says, and where. */
export interface LoadedSpecFile {
  readonly path: string
  readonly text: string
  readonly spec: PartialSpec
  /** `file` for every leaf. */
  readonly provenance: ProvenanceMap
  /** The YAML document with its comments, for `saveSpec`. */
  readonly document: Document
  /** Where each value stands, by dotted path. */
  readonly positions: ReadonlyMap<string, Position>
}

/** A spec that is complete and not refused. */
export interface LoadedSpec extends ResolvedSpec {
  readonly lock?: EnvironmentLock
  readonly file: LoadedSpecFile
}

/** Reads and validates a spec file. Throws one ClickstreamError (exit code 3) with every problem and its file, line and column. */
export function loadSpecFile(path: string): LoadedSpecFile {
  return parseSpecText(decodeSpec(readSpec(path), path), path)
}

/** As `loadSpecFile`, from text; `path` is only named in problems. */
export function parseSpecText(text: string, path = 'clickstream.yaml'): LoadedSpecFile {
  const parsed = parseYaml(text, path)
  const result = inputSchema.safeParse(parsed.value)
  if (!result.success) throw invalidSpec(placed(problemsOf(result.error.issues, parsed.value), parsed, path), path)
  const spec = result.data as PartialSpec
  const provenance = Object.fromEntries(leavesOf(spec).map(([leaf]) => [leaf, { origin: 'file' as const }]))
  return { path, text, spec, provenance, document: parsed.document, positions: parsed.values }
}

/** Reads a spec and the lock beside it, fills in the defaults and applies every rule. Throws one ClickstreamError (exit code 3) with all problems. */
export function loadSpec(path: string): LoadedSpec {
  const file = loadSpecFile(path)
  const lock = loadLock(path)
  const resolved = inFile(file, () => resolveSpec(file, lock))
  const problems = checkSpec(resolved.spec, lock)
  if (problems.length > 0)
    throw invalidSpec(
      problems.map((problem) => placedAt(problem, file.positions, path)),
      path,
    )
  return { ...resolved, ...(lock !== undefined && { lock }), file }
}

function readSpec(path: string): Uint8Array {
  try {
    const stats = statSync(path)
    if (!stats.isFile()) throw new Error('it is no regular file')
    refuseSize(stats.size, path)
    return readFileSync(path)
  } catch (cause) {
    if (ClickstreamError.is(cause)) throw cause
    const missing = (cause as NodeJS.ErrnoException).code === 'ENOENT'
    throw new ClickstreamError(
      missing ? `there is no file ${path}` : `${path} cannot be read: ${(cause as Error).message}`,
      {
        code: missing ? 'SpecNotFound' : 'SpecNotReadable',
        file: path,
        exitCode: 3,
        hint: missing
          ? 'check the path; `/generate <folder>` in `clickstream chat` writes a first one'
          : 'name a readable file',
        cause,
      },
    )
  }
}

function inFile<T>(file: LoadedSpecFile, run: () => T): T {
  try {
    return run()
  } catch (error) {
    if (!ClickstreamError.is(error) || error.problems.length === 0) throw error
    throw invalidSpec(
      error.problems.map((problem) => placedAt(problem, file.positions, file.path)),
      file.path,
    )
  }
}

function placed(problems: readonly Problem[], parsed: ParsedText, file: string): Problem[] {
  const located = problems.map((problem) => {
    const own = problem.code === 'UnknownKey' ? parsed.keys.get(problem.path ?? '') : undefined
    return own === undefined ? placedAt(problem, parsed.values, file) : { ...problem, file, ...own }
  })
  return located.sort((a, b) => (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0))
}

/** The problem at its value's place, or at the nearest map or list around it. */
function placedAt(problem: Problem, positions: ReadonlyMap<string, Position>, file: string): Problem {
  const segments = (problem.path ?? '').split('.')
  for (let length = segments.length; length >= 0; length--) {
    const position = positions.get(segments.slice(0, length).join('.'))
    if (position !== undefined) return { ...problem, file, ...position }
  }
  return { ...problem, file }
}
