import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { connectorConfiguration } from '../spec/connector-configuration.js'
import { sinkId } from '../spec/derived-names.js'
import { renderSpec, type EnvironmentLock } from '../spec/index.js'
import { LOCK_FILE } from '../spec/lock.js'
import type { ProvenanceMap } from '../spec/provenance.js'
import type { Spec } from '../spec/schema.js'
import { composition } from './composition.js'
import { connectorFacts } from './connector-facts.js'
import { renderContainers } from '../containers/containers.js'
import { FEATURE_FLAGS } from './context.js'
import { digestOf, digestOfFiles } from './digest.js'
import { renderEntry } from './entry-file.js'
import { librarySource, PACKAGE_ROOT } from './library-source.js'
import type { LibrarySource } from './library-source.js'
import { MANIFEST_FILE, manifestText } from './manifest.js'
import { CONTAINERS_FOLDER, SPEC_FILE } from './open-project.js'
import { PINS } from './pins.js'
import { renderReadme } from './readme.js'
import { template } from '../containers/templates.js'

export interface RenderProjectOptions {
  readonly lock?: EnvironmentLock
  readonly provenance: ProvenanceMap

  /** Text of `clickstream.yaml`, comments included. @default - written from spec and provenance */
  readonly specText?: string

  /** Where the project will be; a packed library that it carries already is kept. @default - a new folder */
  readonly projectDir?: string
}

/**
 * All files of the generated project by relative path, the record of their digests included. Pure but for this package's own
 * files. Throws `LibraryNotPacked`, and what `renderContainers` throws.
 */
export async function renderProject(
  spec: Spec,
  options: RenderProjectOptions,
): Promise<Map<string, string | Uint8Array>> {
  const { lock, provenance } = options
  const library = await librarySource(options.projectDir)
  const containers = renderContainers(spec)
  const files = new Map<string, string | Uint8Array>()
  files.set(SPEC_FILE, options.specText ?? renderSpec({ spec, provenance }, lock === undefined ? {} : { lock }))
  if (lock !== undefined) files.set(LOCK_FILE, json(lock))
  files.set(
    'README.md',
    renderReadme({
      spec,
      provenance,
      version: library.version,
      vendored: library.vendored !== undefined,
      ...(lock !== undefined && { lock }),
    }),
  )
  files.set('package.json', packageJson(spec, library))
  const app = 'node --import clickstream-agents/compile bin/app.js'
  files.set('cdk.json', json({ app, versionReporting: false, context: FEATURE_FLAGS }))
  files.set('tsconfig.json', template('project/tsconfig.json')({}))
  files.set('.gitignore', template('project/gitignore')({}))
  files.set('.github/workflows/review.yml', template('project/.github/workflows/review.yml')({}))
  files.set('bin/app.ts', renderEntry(spec))
  for (const { file } of composition(spec))
    files.set(`lib/${file}`, await readFile(join(PACKAGE_ROOT, 'src/synth/stacks', file), 'utf8'))
  for (const [path, content] of containers) files.set(`${CONTAINERS_FOLDER}/${path}`, content)
  for (const index of spec.sinks.keys()) {
    files.set(
      `connectors/${sinkId(spec, index)}.json`,
      json(connectorConfiguration(spec, index, connectorFacts(spec, lock))),
    )
  }
  if (library.vendored !== undefined) files.set(library.vendored.path, library.vendored.content)
  return files.set(MANIFEST_FILE, manifestOf(files, digestOfFiles(containers), library.version))
}

function manifestOf(files: ReadonlyMap<string, string | Uint8Array>, containers: string, version: string): string {
  return manifestText({
    manifestVersion: 1,
    generator: `clickstream-agents ${version}`,
    containers,
    files: Object.fromEntries([...files].map(([path, content]) => [path, digestOf(content)])),
  })
}

function packageJson({ name }: Spec, { dependency }: LibrarySource): string {
  const list = (versions: Readonly<Record<string, string>>): { name: string; version: string }[] =>
    Object.entries(versions)
      .map(([library, version]) => ({ name: library, version }))
      .sort((a, b) => (a.name < b.name ? -1 : 1))
  return template('project/package.json.hbs')({
    name,
    dependencies: list({ ...PINS.dependencies, 'clickstream-agents': dependency }),
    devDependencies: list(PINS.devDependencies),
  })
}

function json(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`
}
