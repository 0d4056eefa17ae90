// `npm run plugins:lock [name…]` asks Maven once which jars a plugin or a program needs, and writes their locks to connect/locks/.
// The resolver of the tool reads nothing but these: no version is chosen when a plugin is built.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join, relative } from 'node:path'
import { spdx } from './licences.mjs'
import { fail, ROOT, runtimeJars, sha256 } from './maven.mjs'

const LOCKS = join(ROOT, 'connect/locks')
const DIST = join(ROOT, 'connect/dist')

/** Each lock: the project whose dependencies it lists, and those of our own jars that go with them. */
const SOURCES = {
  'connect-worker': { pom: 'connect/locks/connect-worker.xml', own: [] },
  'iceberg-sink': { pom: 'connect/locks/iceberg-sink.xml', own: ['event-columns'] },
  'kafka-broker': { pom: 'connect/locks/kafka-broker.xml', own: [] },
  's3-json-sink': { pom: 'connect/s3-json-sink/pom.xml', own: ['s3-json-sink'] },
}

const wanted = process.argv.slice(2)
const unknown = wanted.filter((name) => !(name in SOURCES))
if (unknown.length > 0) fail(`no such lock: ${unknown.join(', ')}; there are ${Object.keys(SOURCES).join(', ')}`)

const scratch = mkdtempSync(join(tmpdir(), 'plugins-lock-'))
try {
  for (const name of wanted.length > 0 ? wanted : Object.keys(SOURCES)) write(name, SOURCES[name])
} finally {
  rmSync(scratch, { recursive: true })
}

function write(name, { pom, own }) {
  const jars = runtimeJars(join(ROOT, pom), join(scratch, 'dependencies.txt')).map(
    ({ coordinates, file, licences }) => {
      const licence = spdx(licences)
      if (licence === undefined)
        fail(`${coordinates} has the licences ${JSON.stringify(licences)}: add them to licences.mjs`)
      return { coordinates, ...pinned(file), licence }
    },
  )
  const ours = own.map((jar) => {
    const file = join(DIST, `${jar}.jar`)
    if (!existsSync(file)) fail(`${relative(ROOT, file)} is missing: run \`npm run plugins:jars\` first`)
    return { file: relative(LOCKS, file), ...pinned(file), licence: 'Apache-2.0' }
  })
  const artifacts = [...ours, ...jars.sort((a, b) => (a.coordinates < b.coordinates ? -1 : 1))]
  const file = join(LOCKS, `${name}.lock.json`)
  writeFileSync(file, `${JSON.stringify({ lockVersion: 1, name, artifacts }, null, 2)}\n`)
  const bytes = artifacts.reduce((sum, artifact) => sum + artifact.bytes, 0)
  process.stdout.write(`${basename(file)}: ${artifacts.length} jars, ${(bytes / 1e6).toFixed(1)} MB\n`)
}

function pinned(file) {
  const bytes = readFileSync(file)
  return { sha256: sha256(bytes), bytes: bytes.length }
}
