import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import module, { createRequire } from 'node:module'
import { dirname, join, relative, resolve } from 'node:path'
import type { BuildOptions, Plugin } from 'esbuild'
import { compileWasmOnce } from './compile-wasm-once.js'

/**
 * What a project's `cdk.json` loads first: `node --import clickstream-agents/compile bin/app.js`. Compiles the app's TypeScript in
 * place, and lets node go on with plain JavaScript: a loader would look at each module of the CDK as well, half a second in all.
 */
async function compile(entry: string): Promise<void> {
  const source = typescriptOf(entry)
  if (source === undefined) return
  const root = process.cwd()
  const { build } = createRequire(join(root, 'package.json'))('esbuild') as typeof import('esbuild')
  const options = { absWorkingDir: root, write: false, format: 'esm', platform: 'node' } satisfies BuildOptions
  const { metafile } = await build({
    ...options,
    entryPoints: [source],
    bundle: true,
    packages: 'external',
    outdir: root,
    metafile: true,
    plugins: [sourcesFirst],
  })
  const sources = Object.keys(metafile.inputs).filter((path) => /(?<!\.d)\.ts$/.test(path))
  const { outputFiles } = await build({ ...options, entryPoints: sources, outbase: root, outdir: root })
  for (const { path, text } of outputFiles) replace(path, text)
}

/** What was compiled the last time is never what is compiled now. */
const sourcesFirst: Plugin = {
  name: 'sources first',
  setup({ onResolve }) {
    onResolve({ filter: /^\..*\.js$/ }, ({ path, resolveDir }) => {
      const source = typescriptOf(resolve(resolveDir, path))
      return source === undefined ? undefined : { path: source }
    })
  },
}

function typescriptOf(file: string): string | undefined {
  const source = file.replace(/\.js$/, '.ts')
  return source !== file && existsSync(source) ? source : undefined
}

/** Whole or not at all: another synthesis of the same project may read the file just now. */
function replace(path: string, text: string): void {
  if (existsSync(path) && readFileSync(path, 'utf8') === text) return
  const next = join(dirname(path), `.${process.pid}-${relative(dirname(path), path)}`)
  writeFileSync(next, text)
  renameSync(next, path)
}

compileWasmOnce()
// From node 22.1 on.
;(module as { readonly enableCompileCache?: () => unknown }).enableCompileCache?.()
await compile(process.argv[1] ?? '')
