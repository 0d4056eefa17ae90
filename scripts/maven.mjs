import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const ROOT = fileURLToPath(new URL('../', import.meta.url))

/** Runs a program, with what it prints shown where it fails, and returns its standard output. */
export function run(program, args, cwd = ROOT) {
  const done = spawnSync(program, args, { cwd, encoding: 'utf8', maxBuffer: 1 << 26 })
  if (done.error !== undefined) fail(`${program} cannot be started: ${done.error.message}`)
  if (done.status !== 0) fail(`${program} ${args.join(' ')}\n${done.stdout}${done.stderr}`)
  return done.stdout
}

export function fail(message) {
  process.stderr.write(`${message}\n`)
  process.exit(1)
}

export const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex')

const text = (xml, tag) => new RegExp(`<${tag}>\\s*([^<]*?)\\s*</${tag}>`).exec(xml)?.[1]

/** What a POM and, where it says nothing, its parents say about the licence. */
export function licencesOf(pom, repository) {
  if (!existsSync(pom)) fail(`${pom} is missing: Maven has not read it`)
  const xml = readFileSync(pom, 'utf8').replaceAll(/<!--[^]*?-->/g, '')
  const licences = /<licenses>([^]*?)<\/licenses>/.exec(xml)?.[1]
  if (licences !== undefined) {
    return [...licences.matchAll(/<license>([^]*?)<\/license>/g)].map(([, licence]) => text(licence, 'name') ?? '')
  }
  const parent = /<parent>([^]*?)<\/parent>/.exec(xml)?.[1]
  if (parent === undefined) return []
  const [group, artifact, version] = ['groupId', 'artifactId', 'version'].map((tag) => text(parent, tag))
  return licencesOf(join(repository, ...group.split('.'), artifact, version, `${artifact}-${version}.pom`), repository)
}

/** The jars that a project needs when it runs, as Maven resolves them: coordinates, file, names of the licences. */
export function runtimeJars(pom, outputFile) {
  const goal = 'org.apache.maven.plugins:maven-dependency-plugin:3.9.0:list'
  const options = ['-DincludeScope=runtime', '-DoutputAbsoluteArtifactFilename=true', `-DoutputFile=${outputFile}`]
  run('mvn', ['-B', '-q', '-f', pom, goal, ...options])
  const lines = readFileSync(outputFile, 'utf8').matchAll(/^ +(\S+?):(\/\S+\.jar)/gm)
  return [...lines].map(([, name, file]) => {
    const parts = name.split(':')
    const [group, artifact] = parts
    const [version, classifier] = parts.length === 6 ? [parts[4], parts[3]] : [parts[3]]
    const folder = dirname(file)
    const repository = folder.slice(0, -join(...group.split('.'), artifact, version).length)
    return {
      coordinates: [group, artifact, version, ...(classifier === undefined ? [] : [classifier])].join(':'),
      file,
      licences: licencesOf(join(folder, `${artifact}-${version}.pom`), repository),
    }
  })
}
