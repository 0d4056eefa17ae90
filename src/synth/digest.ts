import { createHash } from 'node:crypto'

/** The contents of a rendered folder by relative path with forward slashes. */
export type RenderedFiles = ReadonlyMap<string, string | Uint8Array>

/** SHA-256 of one file's content, in lowercase hex. */
export function digestOf(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex')
}

/** SHA-256 over names and contents of rendered files, in lowercase hex; independent of their order. */
export function digestOfFiles(files: RenderedFiles): string {
  const lines = [...files].map(([path, content]) => `${digestOf(content)}  ${path}\n`)
  return digestOf(lines.sort().join(''))
}
