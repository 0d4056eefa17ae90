import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { Admin, ListOffsetTimestamps } from '@platformatic/kafka'
import { connectorHealth } from '../../../src/runtime/connectors/index.js'
import { openAssembly, type LocalPart, type LocalState } from '../../../src/site/index.js'
import { describe } from '../../../src/site/assembly/describe.js'
import { LocalConnectors } from '../../../src/site/local/local-connectors.js'
import { localValues } from '../../../src/site/local/local-values.js'
import { errorOf } from '../../cli/run-bin.js'
import { LocalProject } from '../support/local-project.js'
import { needPrograms } from '../support/needed.js'
import { run, until } from '../support/programs.js'
import { report } from '../support/report.js'
import { accountFor, NumberedTraffic } from '../support/site-account.js'

const canMount = await run('unshare', ['--mount', 'true']).then(
  () => process.getuid?.() === 0,
  () => false,
)

let project: LocalProject
let scratch: string

beforeAll(async () => {
  await needPrograms(['java', 'nginx', 'ministack'], 'openjdk-17-jre-headless nginx; pip install ministack')
  scratch = await mkdtemp(join(tmpdir(), 'clickstream-faults-'))
  project = await LocalProject.generate('faults-test')
}, 120_000)

afterAll(async () => {
  await project?.remove()
  await rm(scratch, { recursive: true, force: true })
}, 60_000)

/** Starts with a program of the test's before the real one on the PATH, and returns the error. */
const upWith = async (name: string, script: string) => {
  const bin = join(scratch, `bin-${name}-${Math.random()}`)
  await mkdir(bin)
  await writeFile(join(bin, name), `#!/bin/sh\n${script}\n`)
  await chmod(join(bin, name), 0o755)
  const up = await project.run(['local', 'up', project.folder], { PATH: `${bin}:${process.env['PATH']}` })
  expect(await project.processes()).toEqual([])
  return { exit: up.code, ...errorOf(up) }
}

test('GIVEN a Java that is too old, or that does not run WHEN started THEN it is named with its version and what to install', async () => {
  const old = await upWith('java', `echo 'openjdk version "1.8.0_392"' >&2; echo 'OpenJDK Runtime Environment' >&2`)
  const eleven = await upWith('java', `echo 'openjdk version "11.0.21" 2023-10-17' >&2`)
  const broken = await upWith('java', `echo 'Error: could not open libjvm.so' >&2; exit 1`)

  expect([old, eleven, broken].map(({ exit, code }) => [exit, code])).toEqual(Array(3).fill([1, 'JavaUnusable']))
  expect(old.message).toMatch(/\/java is version 1\.8\.0_392$/)
  expect(eleven.message).toMatch(/is version 11\.0\.21$/)
  expect(broken.message).toMatch(/does not run: Error: could not open libjvm\.so$/)
  expect(old.hint).toContain('openjdk-17')
}, 60_000)

test('GIVEN a port that another program takes before the broker does WHEN started THEN that is said, and nothing is left', async () => {
  const { stdout: java } = await run('sh', ['-c', 'command -v java'])
  const thief = `require("node:net").createServer().listen(Number(process.argv[1]), "127.0.0.1", () => console.log("here"))`
  const taken = await upWith(
    'java',
    `case "$*" in *"kafka.Kafka "*)
      port=$(sed -n 's,^advertised.listeners=.*:,,p' server.properties)
      '${process.execPath}' -e '${thief}' "$port" &
      while ! ss -ltn | grep -q ":$port "; do sleep 0.05; done;;
    esac
    exec ${java.trim()} "$@"`,
  )
  expect([taken.exit, taken.code, taken.message]).toEqual([
    1,
    'LocalPartDied',
    'kafka ended, most likely because another program took its port; start again',
  ])
}, 90_000)

const onFullDisk = canMount ? test : test.skip
onFullDisk(
  'GIVEN a disk that is full before everything is laid out WHEN started THEN that is said, and nothing is left (skipped where it cannot mount a tmpfs: needs root)',
  async () => {
    const disk = join(scratch, 'disk')
    await mkdir(disk)
    await run('mount', ['-t', 'tmpfs', '-o', 'size=64m', 'tmpfs', disk])
    try {
      const small = await LocalProject.generate('small-disk', { parent: disk })
      const up = await small.run(['local', 'up', small.folder])
      expect([up.code, errorOf(up)]).toEqual([
        1,
        expect.objectContaining({ code: expect.stringMatching(/FileError|LocalPartDied|ProgramFailed/) }),
      ])
      expect(`${errorOf(up).message} ${errorOf(up).hint}`).toMatch(/space|full/)
      expect(await small.processes()).toEqual([])
    } finally {
      await run('umount', ['-l', disk])
    }
  },
  120_000,
)

const partOf = (state: LocalState, name: string): LocalPart => {
  const part = state.parts.find((one) => one.name === name)
  if (part === undefined) throw new Error(`no ${name}`)
  return part
}

test('GIVEN traffic WHEN the broker and then the Connect worker are killed, the worker in mid-commit, THEN no accepted event is lost and none is twice in a sink', async () => {
  const state = await project.up()
  const { kafka = '', s3 = '', endpoint = '' } = state.addresses
  const assembly = openAssembly(project.folder)
  const { connectors } = describe(assembly, localValues(assembly, kafka))
  const control = new LocalConnectors({
    kafka,
    lake: s3,
    workers: state.workers,
    connectors,
  })
  const running = async () =>
    (await Promise.all(state.connectors.map((name) => connectorHealth(control, name)))).every((one) => one.running)
  const traffic = NumberedTraffic.start(endpoint)

  await until('some events', async () => traffic.accepted.length > 1000)
  const startBroker = await project.kill(partOf(state, 'kafka'))
  const before = traffic.accepted.length
  await until('events to be taken without a broker', async () => traffic.accepted.length > before + 500)
  startBroker()
  await until('both connectors to be well again', running, 60_000)

  // The coordinator has just asked its workers for what they wrote: the commit is under way.
  const admin = new Admin({ clientId: 'test', bootstrapBrokers: [kafka], retries: 20 })
  const asked = async (): Promise<bigint> => {
    const partitions = [{ partitionIndex: 0, timestamp: ListOffsetTimestamps.LATEST }]
    const [topic] = await admin.listOffsets({ topics: [{ name: 'faults-test-control-app_logs', partitions }] })
    return topic?.partitions[0]?.offset ?? 0n
  }
  const commits = await asked()
  await until('a commit to begin', async () => (await asked()) > commits, 60_000)
  const startWorker = await project.kill(partOf(state, 'connect'))
  await admin.close()
  startWorker()
  await until('both connectors to be well again', running, 90_000)
  await traffic.stop()

  const account = await accountFor(state, traffic.accepted)
  report('broker and worker killed under traffic', { ...account, refused: traffic.refused })
  expect(account).toMatchObject({
    lostBeforeKafka: 0,
    s3: { lost: 0, duplicated: 0, altered: 0 },
    iceberg: { lost: 0, duplicated: 0, altered: 0 },
  })
  expect(traffic.refused).toBe(0)
}, 300_000)
