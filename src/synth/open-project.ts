import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ClickstreamError } from '../errors.js'
import { loadSpec } from '../spec/index.js'
import type { ProvenanceMap } from '../spec/provenance.js'
import { renderContainers } from '../containers/containers.js'
import { digestOf, digestOfFiles } from './digest.js'
import { renderEntry } from './entry-file.js'
import { MANIFEST_FILE, parseManifest } from './manifest.js'
import type { AppInputs } from './start-app.js'

/** Names of the files and folders of a project that are read here. */
export const SPEC_FILE = 'clickstream.yaml'
export const CONTAINERS_FOLDER = 'containers'

/** A generated project as synth reads it. */
export interface Project extends AppInputs {
  readonly dir: string
  readonly provenance: ProvenanceMap
}

/**
 * Reads the spec and the lock of a generated project. Throws `ContainersStale` where the containers were generated from
 * another spec or by another version, and `ProjectStale` where the spec needs other stacks than `bin/app.ts` was generated for;
 * what was changed by hand is accepted. Throws what `loadSpec` throws.
 */
export function openProject(projectDir: string | URL): Project {
  const dir = typeof projectDir === 'string' ? projectDir : fileURLToPath(projectDir)
  const { spec, provenance, lock } = loadSpec(join(dir, SPEC_FILE))
  const manifestFile = join(dir, MANIFEST_FILE)
  if (!existsSync(manifestFile)) {
    throw new ClickstreamError(`${dir} holds no ${MANIFEST_FILE}`, {
      code: 'NotAProject',
      hint: `Run: npx clickstream generate ${SPEC_FILE} --out <new folder>`,
      file: manifestFile,
      exitCode: 2,
    })
  }
  const { containers, files } = parseManifest(readFileSync(manifestFile, 'utf8'), manifestFile)
  if (containers !== digestOfFiles(renderContainers(spec)))
    throw stale(dir, 'ContainersStale', `${CONTAINERS_FOLDER}/ was`)
  if (files['bin/app.ts'] !== digestOf(renderEntry(spec))) throw stale(dir, 'ProjectStale', 'bin/app.ts was')
  return { dir, spec, provenance, ...(lock !== undefined && { lock }), containersDir: join(dir, CONTAINERS_FOLDER) }
}

function stale(dir: string, code: string, what: string): ClickstreamError {
  return new ClickstreamError(`${what} not generated from this ${SPEC_FILE}, or by another version of this tool`, {
    code,
    hint: `Run: npx clickstream generate ${SPEC_FILE} --out . (it shows what changes and overwrites nothing of yours unasked)`,
    file: join(dir, SPEC_FILE),
    exitCode: 3,
  })
}
