import { mkdtempSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { loadSpec, type EnvironmentLock, type Spec } from '../../src/spec/index.js'
import type { LoadedSpec } from '../../src/spec/index.js'
import { renderProject, synthesize, templatesOf, writeProject, type Templates } from '../../src/synth/index.js'

/** Names of all committed specs; `constructs` holds apps. */
export const EXAMPLES = readdirSync('examples', { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name !== 'constructs')
  .map(({ name }) => name)
  .sort()

export function loadExample(name: string): LoadedSpec {
  return loadSpec(`examples/${name}/clickstream.yaml`)
}

/** Spec and lock as the functions under test take them. */
export function inputsOf({ spec, lock }: LoadedSpec): { spec: Spec; lock?: EnvironmentLock } {
  return { spec, ...(lock !== undefined && { lock }) }
}

const synthesized = new Map<string, Promise<Templates>>()

/** The templates of an example, synthesized once; a deep copy, so that a test may break it. */
export async function templatesOfExample(name: string): Promise<Templates> {
  const templates = synthesized.get(name) ?? synthesize(inputsOf(loadExample(name))).then(templatesOf)
  synthesized.set(name, templates)
  return structuredClone(await templates)
}

/** All files of an example's project. */
export async function renderExample(name: string): Promise<Map<string, string | Uint8Array>> {
  const { spec, lock, provenance, file } = loadExample(name)
  return renderProject(spec, { provenance, specText: file.text, ...(lock !== undefined && { lock }) })
}

/** Writes an example's project into a new folder below `parent`. */
export async function generateExample(name: string, parent: string): Promise<string> {
  const out = mkdtempSync(join(parent, `${name}-`))
  await writeProject(out, await renderExample(name))
  return out
}
