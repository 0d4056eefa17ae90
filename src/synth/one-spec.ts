import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ClickstreamError } from '../errors.js'
import { leavesOf, loadLock, LOCK_FILE, parseSpecText, resolveSpec, type EnvironmentLock } from '../spec/index.js'
import type { Spec } from '../spec/schema.js'
import type { RenderedFiles } from './digest.js'
import type { FileChange } from './file-change.js'
import { SPEC_FILE } from './open-project.js'

/** What a project was rendered from. */
export interface RenderedFrom {
  readonly spec: Spec
  readonly lock?: EnvironmentLock
}

/**
 * Looks, before anything is written, whether the project will hold the spec and the lock that it was rendered from: one that
 * keeps a person's own would synthesize something else than the containers, connectors and README beside it say.
 * Throws `SpecKept` (exit code 3), and what `loadSpec` throws.
 */
export function checkOneSpec(
  projectDir: string,
  files: RenderedFiles,
  changes: readonly FileChange[],
  { spec, lock }: RenderedFrom,
): void {
  const actions = new Map(changes.map(({ path, action }) => [path, action]))
  const file = join(projectDir, SPEC_FILE)
  const ownLock = actions.get(LOCK_FILE)
  const nextLock = ownLock === 'write' ? lock : ownLock === 'remove' ? undefined : loadLock(file)
  if (!isSame(nextLock, lock)) throw specKept(projectDir, LOCK_FILE)
  const isWritten = actions.get(SPEC_FILE) === 'write'
  if (!isWritten && !existsSync(file)) throw specKept(projectDir, SPEC_FILE)
  const text = isWritten ? textOf(files.get(SPEC_FILE)) : readFileSync(file, 'utf8')
  if (!isSame(resolveSpec(parseSpecText(text, file), nextLock).spec, spec)) throw specKept(projectDir, SPEC_FILE)
}

function textOf(content: string | Uint8Array | undefined): string {
  return typeof content === 'string' ? content : new TextDecoder().decode(content)
}

function isSame(a: unknown, b: unknown): boolean {
  const leaves = (value: unknown): string =>
    JSON.stringify(leavesOf(value).sort(([one], [other]) => (one < other ? -1 : 1)))
  return leaves(a) === leaves(b)
}

function specKept(projectDir: string, name: string): ClickstreamError {
  return new ClickstreamError(
    `${name} in ${projectDir} is another one than the project would be generated from, and it is kept`,
    {
      code: 'SpecKept',
      hint: `nothing was written; generate from the project's own file (clickstream generate ${SPEC_FILE} --out . in its folder), or bring its values into the other one`,
      file: join(projectDir, name),
      exitCode: 3,
    },
  )
}
