import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, delimiter, join } from 'node:path'
import { buildPlugin, type BuiltPlugin } from '../../../src/plugins/build-plugin.js'
import { readPluginLock } from '../../../src/plugins/plugin-lock.js'
import { resolveArtifacts } from '../../../src/plugins/resolve-artifacts.js'
import { QuietRenderer, Reporter, TerminalRenderer } from '../../../src/report/index.js'
import { needPrograms } from '../support/needed.js'
import { run } from '../support/programs.js'
import { zipNames } from '../support/zip-directory.js'

jest.setTimeout(600_000)

const { stdout, stderr, env } = process
const reporter = new Reporter(new QuietRenderer(new TerminalRenderer({ stdout, stderr, env })))

let out: string
beforeAll(async () => {
  await needPrograms(['jar', 'jdeps'], 'openjdk-17-jdk-headless')
  out = await mkdtemp(join(tmpdir(), 'plugins-'))
})
afterAll(() => rm(out, { recursive: true, force: true }))

const build = (lock: string): Promise<BuiltPlugin> => buildPlugin(lock, { reporter, out })

/** Paths of the jars of a lock. */
const jarsOf = async (lock: string): Promise<string[]> =>
  (await resolveArtifacts(readPluginLock(lock), { reporter })).map(({ path }) => path)

const classesIn = async (jars: readonly string[]): Promise<string[]> =>
  (await Promise.all(jars.map(async (jar) => zipNames(await readFile(jar)))))
    .flat()
    .filter((name) => name.endsWith('.class') && !/(?:^|\/)(?:module|package)-info\.class$/.test(name))

describe('the plugin s3-json-sink', () => {
  test('GIVEN its lock WHEN built THEN it has 12 MB at the most, and the JDK reads the ZIP', async () => {
    const { zip, bytes, jars } = await build('s3-json-sink')
    const { stdout: listed } = await run('jar', ['tf', zip])
    expect(listed.trim().split('\n')).toEqual(zipNames(await readFile(zip)))
    expect(listed.match(/^s3-json-sink\/[\w.-]+\.jar$/gm)).toHaveLength(jars)
    expect(bytes).toBeLessThanOrEqual(12_000_000)
  })

  test('GIVEN its classes WHEN compared with the worker’s THEN it brings none that the worker has', async () => {
    // GIVEN
    const worker = new Set(await classesIn(await jarsOf('connect-worker')))
    // WHEN
    const classes = await classesIn(await jarsOf('s3-json-sink'))
    // THEN
    expect(worker.size).toBeGreaterThan(10_000)
    expect(classes.filter((name) => worker.has(name))).toEqual([])
    expect(classes.filter((name) => /^(?:org\/apache\/kafka|org\/slf4j|com\/github\/luben)\//.test(name))).toEqual([])
    expect([...new Set(classes.map((name) => name.split('/').slice(0, 2).join('/')))].sort()).toEqual([
      'clickstream/s3json',
      'org/reactivestreams',
      'software/amazon',
    ])
  })

  test('GIVEN our jar WHEN its needs are followed THEN the plugin and the worker have them all', async () => {
    const [plugin, worker] = [await jarsOf('s3-json-sink'), await jarsOf('connect-worker')]
    const own = plugin.filter((path) => basename(path) === 's3-json-sink.jar')
    const others = [...plugin.filter((path) => !own.includes(path)), ...worker]
    const args = ['--multi-release', '11', '--missing-deps', '-cp', others.join(delimiter), ...own]
    expect((await run('jdeps', args)).stdout).not.toContain('not found')
  })
})

describe('the plugin iceberg-sink', () => {
  test('GIVEN its lock WHEN built THEN the sink, Glue, S3 and our transform are in it, and neither Kafka nor SLF4J', async () => {
    // WHEN
    const { zip, jars } = await build('iceberg-sink')
    // THEN
    const classes = await classesIn(await jarsOf('iceberg-sink'))
    const needed = [
      'org/apache/iceberg/connect/IcebergSinkConnector.class',
      'org/apache/iceberg/aws/glue/GlueCatalog.class',
      'org/apache/iceberg/aws/s3/S3FileIO.class',
      'clickstream/transforms/EventColumns$Value.class',
    ]
    expect(needed.filter((name) => !classes.includes(name))).toEqual([])
    expect(classes.filter((name) => /^org\/(?:apache\/kafka|slf4j)\//.test(name))).toEqual([])
    expect(zipNames(await readFile(zip))).toHaveLength(jars + 1)
  })
})
