import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises'
import { homedir } from 'node:os'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { run } from './programs.js'

/** Major versions of the broker that the tests start. */
export type KafkaVersion = 3 | 4

/** Versions of the Connect worker that the tests start: MSK Connect runs the first two. */
export type ConnectVersion = '2.7.1' | '3.7.2' | '4.1.1'

const file = (name: string): string => fileURLToPath(new URL(`./${name}`, import.meta.url))
const JAVA = [file('java/TestAdmin.java'), file('java/TestProducer.java'), file('java/PresignedUrlValidator.java')]

/** Copies the jars of a POM and of all that they need into a folder. */
const copyJars = (pom: string, folder: string, ...flags: string[]): Promise<unknown> =>
  run('mvn', ['-q', '-B', '-f', pom, ...flags, 'dependency:copy-dependencies', `-DoutputDirectory=${folder}`])

/** Makes a folder of the user's cache once, by its inputs' digest, and lets two processes do so at once. */
const cached = async (
  name: string,
  inputs: readonly string[],
  make: (folder: string) => Promise<unknown>,
): Promise<string> => {
  const hash = createHash('sha256')
  for (const input of inputs) hash.update(await readFile(input))
  const cache = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'clickstream')
  const folder = join(cache, `${name}-${hash.digest('hex').slice(0, 12)}`)
  if (existsSync(folder)) return folder
  await mkdir(cache, { recursive: true })
  const partial = await mkdtemp(`${folder}-`)
  await make(partial)
  await rename(partial, folder).catch(async (error: unknown) => {
    await rm(partial, { recursive: true })
    if (!existsSync(folder)) throw error
  })
  return folder
}

/** Class path of a broker, downloaded by Maven on first use, with our own admin program and token validator on it. */
export const kafkaClassPath = async (version: KafkaVersion): Promise<string> => {
  const pom = file(`kafka-${version}.xml`)
  const jars = await cached('test-kafka', [pom], (folder) => copyJars(pom, folder))
  const classes = await cached('test-kafka-classes', [pom, ...JAVA], (folder) =>
    run('javac', ['-nowarn', '--release', '17', '-cp', join(jars, '*'), '-d', folder, ...JAVA]),
  )
  return [join(jars, '*'), classes].join(delimiter)
}

/** Class path of a Connect worker, downloaded by Maven on first use. */
export const connectClassPath = async (version: ConnectVersion): Promise<string> => {
  const pom = file('connect.xml')
  const jars = await cached(`test-connect-${version}`, [pom], (folder) =>
    copyJars(pom, folder, `-Dconnect.version=${version}`),
  )
  return join(jars, '*')
}
