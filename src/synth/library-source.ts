import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ClickstreamError } from '../errors.js'

/** Root of this package: as far from `src/synth` as from `dist/synth`. */
export const PACKAGE_ROOT = fileURLToPath(new URL('../../', import.meta.url))

/** How a generated project gets this library. */
export interface LibrarySource {
  readonly version: string
  /** What stands in the project's `package.json`. */
  readonly dependency: string
  /** The packed library that the project carries. @default - it comes from the registry */
  readonly vendored?: { readonly path: string; readonly content: Uint8Array }
}

/**
 * From a checkout the project carries a packed copy of the library, so that it installs anywhere; from an installed package
 * it names the exact version, unless the project carries a copy already. Throws `LibraryNotPacked`.
 */
export async function librarySource(projectDir?: string): Promise<LibrarySource> {
  const { version } = JSON.parse(await readFile(join(PACKAGE_ROOT, 'package.json'), 'utf8')) as { version: string }
  const path = `vendor/clickstream-agents-${version}.tgz`
  // The build's own settings are not part of the package, so only a checkout has them.
  const isCheckout = existsSync(join(PACKAGE_ROOT, 'tsconfig.build.json'))
  const file = isCheckout ? join(PACKAGE_ROOT, path) : projectDir === undefined ? undefined : join(projectDir, path)
  if (file !== undefined && existsSync(file)) {
    return { version, dependency: `file:${path}`, vendored: { path, content: await readFile(file) } }
  }
  if (!isCheckout) return { version, dependency: version }
  throw new ClickstreamError(`the packed library ${path} is missing in this checkout`, {
    code: 'LibraryNotPacked',
    source: 'tool',
    hint: 'Run: npm run build',
    file,
  })
}
