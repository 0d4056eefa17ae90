import { cp, mkdir, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readPluginLock } from '../../../src/plugins/plugin-lock.js'
import { resolveArtifacts } from '../../../src/plugins/resolve-artifacts.js'
import { SILENT } from '../../../src/report/message.js'
import { Reporter } from '../../../src/report/reporter.js'
import { run } from './programs.js'

const CONNECT = fileURLToPath(new URL('../../../connect', import.meta.url))
const reporter = new Reporter({ message: () => {}, document: () => {}, busy: () => SILENT })

/** Our own jar of a plugin, built from its source as it is now. */
const ownJar = async (module: string): Promise<string> => {
  await run('mvn', ['-q', '-B', '-f', join(CONNECT, 'pom.xml'), '-pl', module, '-am', '-DskipTests', 'package'])
  const target = join(CONNECT, module, 'target')
  const jar = (await readdir(target)).find((name) => /^[a-z0-9-]+-[\d.]+\.jar$/.test(name))
  if (jar === undefined) throw new Error(`no jar in ${target}`)
  return join(target, jar)
}

/**
 * Lays a plugin into a worker's plugin folder: the pinned jars of its lock, and our own jar built from source, because the
 * tests ask whether the source is right.
 */
export const layPlugin = async (plugins: string, lock: string, module: string): Promise<void> => {
  const folder = join(plugins, lock)
  await mkdir(folder, { recursive: true })
  const all = readPluginLock(lock)
  const pinned = { ...all, artifacts: all.artifacts.filter((artifact) => 'coordinates' in artifact) }
  for (const { artifact, path } of await resolveArtifacts(pinned, { reporter })) {
    await cp(path, join(folder, artifact.name))
  }
  await cp(await ownJar(module), join(folder, `${module}.jar`))
}

/** Lays our jar alone into a worker's plugin folder. */
export const layOwnJar = async (plugins: string, module: string): Promise<void> => {
  await mkdir(join(plugins, module), { recursive: true })
  await cp(await ownJar(module), join(plugins, module, `${module}.jar`))
}
