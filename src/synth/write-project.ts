import { ClickstreamError } from '../errors.js'
import { digestOf } from './digest.js'
import type { RenderedFiles } from './digest.js'
import { isOpen, unifiedDiff } from './file-change.js'
import type { FileChange } from './file-change.js'
import { MANIFEST_FILE, manifestText, parseManifest, readManifest } from './manifest.js'
import type { Manifest } from './manifest.js'
import { checkOneSpec } from './one-spec.js'
import type { RenderedFrom } from './one-spec.js'
import { SafeFolder } from './safe-folder.js'

export type Decision = 'keep' | 'overwrite'

export type Decide = Decision | ((change: FileChange) => Decision | Promise<Decision>)

export interface PlanProjectOptions {
  /**
   * Files of the project that are what it is generated from. They stay as they are, and their record too: what is only read back
   * was never generated. @default - none: everything comes from elsewhere
   */
  readonly inputs?: ReadonlySet<string>
}

export interface WriteProjectOptions extends PlanProjectOptions {
  /**
   * What happens to a file that was changed or deleted by hand. A function hears of those alone that nobody decided about before.
   * @default 'keep'
   */
  readonly decide?: Decide

  /** What the files were rendered from: nothing is written where the project would keep another spec or lock. @default - not looked at */
  readonly from?: RenderedFrom
}

const NONE: ReadonlySet<string> = new Set()

/** What may already be in a folder that becomes a project: a fresh repository, and the spec that it is generated from. */
const HARMLESS = new Set(['.git', '.DS_Store', 'clickstream.yaml', 'clickstream.lock.json'])

/**
 * What writing `files` into `projectDir` would do, file by file, without doing it.
 * Throws `OutNotEmpty`, `OutNotAFolder`, `ManifestInvalid`, `SymlinkInProject` and `NotAFile`.
 */
export async function planProject(
  projectDir: string,
  files: RenderedFiles,
  { inputs = NONE }: PlanProjectOptions = {},
): Promise<FileChange[]> {
  const last = await readLast(projectDir)
  const entries = await SafeFolder.entries(projectDir)
  if (entries.length === 0) return sorted(files).map(([path]) => ({ path, kind: 'new', action: 'write' }))
  const folder = await SafeFolder.open(projectDir)
  const paths = new Set([...files.keys(), ...Object.keys(last?.files ?? {})])
  paths.delete(MANIFEST_FILE)
  const changes: FileChange[] = []
  for (const path of [...paths].sort()) {
    const there = await folder.read(path)
    const change = inputs.has(path) ? asInput(path, there) : compare(path, there, files.get(path), last)
    if (change !== undefined) changes.push(change)
  }
  return changes
}

/**
 * Writes a rendered project: new files and files that nobody touched are written, what was changed or deleted by hand is kept
 * unless `decide` says otherwise. Each file is replaced whole; the record of what was generated is written last.
 * Throws what `planProject` throws, and what `checkOneSpec` throws.
 */
export async function writeProject(
  projectDir: string,
  files: RenderedFiles,
  { decide = 'keep', inputs = NONE, from }: WriteProjectOptions = {},
): Promise<FileChange[]> {
  const rendered = renderedManifest(files)
  const last = await readLast(projectDir)
  const decided = await settle(await planProject(projectDir, files, { inputs }), files, decide)
  if (from !== undefined) checkOneSpec(projectDir, files, decided, from)
  const folder = await SafeFolder.open(projectDir)
  const next = await recordOf(rendered, last, decided, { inputs, folder })
  for (const { path, action } of decided) {
    const content = files.get(path)
    if (action === 'write' && content !== undefined) await folder.write(path, content)
    if (action === 'remove') await folder.remove(path)
  }
  await folder.write(MANIFEST_FILE, manifestText(next))
  return decided
}

/** The same changes with what is done about each that somebody has to decide. */
async function settle(changes: readonly FileChange[], files: RenderedFiles, decide: Decide): Promise<FileChange[]> {
  const settled: FileChange[] = []
  for (const change of changes) {
    if (change.kind !== 'edited' && change.kind !== 'conflict') settled.push(change)
    else {
      const decision = typeof decide === 'string' ? decide : isOpen(change) ? await decide(change) : 'keep'
      const over = files.has(change.path) ? 'write' : 'remove'
      settled.push({ ...change, action: decision === 'overwrite' ? over : 'keep' })
    }
  }
  return settled
}

/** What was generated now or, where nothing was, what was generated last; and what is kept instead of it. */
async function recordOf(
  rendered: Manifest,
  last: Manifest | undefined,
  decided: readonly FileChange[],
  { inputs, folder }: { inputs: ReadonlySet<string>; folder: SafeFolder },
): Promise<Manifest> {
  const files = new Map(Object.entries(rendered.files).filter(([path]) => !inputs.has(path)))
  const kept: Record<string, string | null> = {}
  for (const [path, digest] of Object.entries(last?.files ?? {})) {
    if (!inputs.has(path)) continue
    files.set(path, digest)
    const before = last?.kept?.[path]
    if (before !== undefined) kept[path] = before
  }
  for (const { path, action } of decided) {
    if (action !== 'keep') continue
    const there = await folder.read(path)
    kept[path] = there === undefined ? null : digestOf(there)
    // No longer part of the project, but somebody's work: it stays on record until it is gone.
    const before = last?.files[path]
    if (!files.has(path) && before !== undefined) files.set(path, before)
  }
  return { ...rendered, files: Object.fromEntries(files), kept }
}

function asInput(path: string, there: Buffer | undefined): FileChange | undefined {
  return there === undefined ? undefined : { path, kind: 'unchanged', action: 'none' }
}

function compare(
  path: string,
  there: Buffer | undefined,
  next: string | Uint8Array | undefined,
  last: Manifest | undefined,
): FileChange | undefined {
  const generated = last?.files[path]
  const current = there === undefined ? undefined : digestOf(there)
  const wanted = next === undefined ? undefined : digestOf(next)
  if (current === undefined && wanted === undefined) return undefined
  if (current === undefined && generated === undefined) return { path, kind: 'new', action: 'write' }
  if (current === wanted) return { path, kind: 'unchanged', action: 'none' }
  const diff = unifiedDiff(path, there, next)
  const change = { path, ...(diff !== undefined && { diff }) }
  if (current === generated)
    return wanted === undefined
      ? { ...change, kind: 'obsolete', action: 'remove' }
      : { ...change, kind: 'update', action: 'write' }
  const isOld = wanted === undefined || wanted === generated
  const before = last?.kept?.[path]
  return {
    ...change,
    kind: isOld ? 'edited' : 'conflict',
    ...(current === undefined && { deleted: true }),
    ...(isOld && before !== undefined && before === (current ?? null) && { decided: true }),
    action: 'keep',
  }
}

async function readLast(projectDir: string): Promise<Manifest | undefined> {
  const entries = await SafeFolder.entries(projectDir)
  const manifest = entries.includes(MANIFEST_FILE) ? await readManifest(projectDir) : undefined
  const strangers = entries.filter((entry) => !HARMLESS.has(entry))
  if (manifest === undefined && strangers.length > 0) {
    throw new ClickstreamError(
      `${projectDir} is not empty and was not generated by this tool: it holds ${some(strangers)}`,
      {
        code: 'OutNotEmpty',
        hint: 'Name a new or empty folder with --out.',
        file: projectDir,
        exitCode: 2,
      },
    )
  }
  return manifest
}

function renderedManifest(files: RenderedFiles): Manifest {
  const content = files.get(MANIFEST_FILE)
  if (content === undefined) throw new RangeError(`the rendered project lacks ${MANIFEST_FILE}`)
  return parseManifest(typeof content === 'string' ? content : new TextDecoder().decode(content))
}

function sorted(files: RenderedFiles): [string, string | Uint8Array][] {
  return [...files].filter(([path]) => path !== MANIFEST_FILE).sort(([a], [b]) => (a < b ? -1 : 1))
}

function some(names: readonly string[]): string {
  return names.length <= 3 ? names.join(', ') : `${names.slice(0, 3).join(', ')} and ${names.length - 3} more`
}
