// Makes the deployable baseline: the templates of each spec in test/baseline/deployed, as this checkout synthesizes them. Run it where a
// replacement is meant and announced: npm run baseline:deploy
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { loadSpec } from '../dist/spec/index.js'
import { synthesize } from '../dist/synth/index.js'

const BASELINE = fileURLToPath(new URL('../test/baseline/deployed/', import.meta.url))
/** What `cdk deploy --app <folder>` reads of an assembly; the rest says where in the code things come from. */
const DEPLOYED = ['aws:cloudformation:stack', 'cdk:asset-manifest']

for (const name of await readdir(BASELINE)) {
  const folder = join(BASELINE, name)
  const { spec } = loadSpec(join(folder, 'clickstream.yaml'))
  const outdir = await mkdtemp(join(tmpdir(), 'clickstream-baseline-'))
  try {
    await synthesize({ spec, outdir })
    for (const file of await readdir(outdir)) {
      if (!file.endsWith('.template.json') && !file.endsWith('.assets.json')) continue
      await writeJson(join(folder, file), JSON.parse(await readFile(join(outdir, file), 'utf8')))
    }
    const { version, artifacts } = JSON.parse(await readFile(join(outdir, 'manifest.json'), 'utf8'))
    const kept = Object.entries(artifacts).filter(([, { type }]) => DEPLOYED.includes(type))
    await writeJson(join(folder, 'manifest.json'), {
      version,
      artifacts: Object.fromEntries(
        kept.map(([id, { additionalMetadataFile: _, metadata: __, ...rest }]) => [id, rest]),
      ),
    })
  } finally {
    await rm(outdir, { recursive: true, force: true })
  }
}

function writeJson(file, value) {
  return writeFile(file, `${JSON.stringify(value, undefined, 1)}\n`)
}
