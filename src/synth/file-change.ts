import { createTwoFilesPatch, FILE_HEADERS_ONLY } from 'diff'

/** What generating again means for one file. */
export type FileChangeKind =
  /** Not there yet. */
  | 'new'
  /** There, and already as it would be generated. */
  | 'unchanged'
  /** Generated before, untouched since, and would be generated differently now. */
  | 'update'
  /** Changed by hand, and nothing new would be generated: somebody has to decide, once. */
  | 'edited'
  /** Changed by hand (or somebody else's file), and would be generated differently now: somebody has to decide. */
  | 'conflict'
  /** Generated before, untouched since, and no longer part of the project. */
  | 'obsolete'

/** One file of a project, what generating again means for it, and what was done. */
export interface FileChange {
  readonly path: string
  readonly kind: FileChangeKind
  /** Unified diff from what is there to what would be generated; absent where nothing differs or the file is binary. */
  readonly diff?: string
  /** Set where the file was deleted by hand. */
  readonly deleted?: true
  /** Set where somebody decided before to keep exactly this instead of exactly that: nobody is asked again. */
  readonly decided?: true
  /** What is done: nothing, written, removed, or kept as it is in spite of a newer version. */
  readonly action: 'none' | 'write' | 'remove' | 'keep'
}

/** Whether somebody has to say what becomes of it. */
export function isOpen({ kind, decided }: FileChange): boolean {
  return (kind === 'edited' || kind === 'conflict') && decided !== true
}

/** A unified diff with three lines of context; undefined for binary content. */
export function unifiedDiff(
  path: string,
  from: Uint8Array | undefined,
  to: string | Uint8Array | undefined,
): string | undefined {
  const [before, after] = [text(from), text(to)]
  if (before === undefined || after === undefined) return undefined
  return createTwoFilesPatch(`a/${path}`, `b/${path}`, before, after, undefined, undefined, {
    context: 3,
    headerOptions: FILE_HEADERS_ONLY,
  })
}

function text(content: string | Uint8Array | undefined): string | undefined {
  if (content === undefined) return ''
  const value = typeof content === 'string' ? content : new TextDecoder().decode(content)
  return value.includes('\0') || value.includes('\uFFFD') ? undefined : value
}
