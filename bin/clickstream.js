#!/usr/bin/env node
import { existsSync } from 'node:fs'
import module from 'node:module'

const entry = new URL('../dist/cli/main.js', import.meta.url)
if (existsSync(entry)) {
  module.enableCompileCache?.()
  const { compileWasmOnce } = await import('../dist/synth/compile-wasm-once.js')
  compileWasmOnce()
  const { main } = await import(entry.href)
  process.exitCode = await main(process.argv.slice(2))
} else {
  process.stderr.write('clickstream is not built: run `npm ci` (or `npm run build`) in its folder first\n')
  process.exitCode = 1
}
