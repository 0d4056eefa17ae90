import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { ConnectWorker } from '../support/connect-worker.js'
import { KafkaCluster } from '../support/kafka-cluster.js'
import type { ConnectVersion } from '../support/kafka-jars.js'
import { needPrograms } from '../support/needed.js'
import { layOwnJar } from '../support/plugin-folder.js'
import { pause, until } from '../support/programs.js'
import { S3Server } from '../support/s3-server.js'

const VERSIONS: readonly ConnectVersion[] = ['2.7.1', '3.7.2', '4.1.1']
const TEXT = 'org.apache.kafka.connect.storage.StringConverter'

let kafka: KafkaCluster
let folder: string
let plugins: string

beforeAll(async () => {
  await needPrograms(['java', 'mvn', 'kcat'], 'openjdk-17-jdk-headless maven kcat')
  folder = await mkdtemp(join(tmpdir(), 'clickstream-worker-'))
  plugins = join(folder, 'plugins')
  await layOwnJar(plugins, 'event-columns')
  kafka = await KafkaCluster.start({ topics: VERSIONS.map((version) => `lines-${version}`) })
}, 240_000)

afterAll(async () => {
  await kafka?.remove()
  await rm(folder, { recursive: true, force: true })
})

describe.each(VERSIONS)('the event columns with Connect %s', (version) => {
  test('GIVEN a sink behind the transform THEN it goes on after SIGKILL, SIGSTOP and a new start of its worker', async () => {
    const file = join(folder, version)
    // A sink's consumer group is named after it, and members that were killed stay in it for a while.
    const name = `lines-${version}`
    const worker = await ConnectWorker.start({ brokers: kafka.brokers, version, group: `workers-${version}`, plugins })
    const written = (text: string) => async (): Promise<boolean> =>
      (await readFile(file, 'utf8')).includes(`data=${text}`)
    const config = {
      'connector.class': 'org.apache.kafka.connect.file.FileStreamSinkConnector',
      'tasks.max': '1',
      'value.converter': TEXT,
      topics: name,
      transforms: 'columns',
      'transforms.columns.type': 'clickstream.transforms.EventColumns$Value',
      file,
    }
    try {
      expect(await worker.rest.validate({ ...config, 'tasks.max': 'many' })).toEqual([
        { name: 'tasks.max', errors: expect.arrayContaining([expect.stringContaining('many')]) },
      ])
      const wrong = { ...config, 'transforms.columns.columns': 'amount' }
      expect(await worker.rest.validate(wrong)).toEqual([
        { name: 'transforms.columns.columns', errors: [expect.stringContaining("'amount' is not name:type:path")] },
      ])
      await worker.rest.put(name, config)
      await worker.rest.running(name)
      await kafka.produce(name, ['one', '{"data": [1 ] }', null])
      await until('the first line', written('one'))
      await until('the exact text', written('[1 ]'))
      await worker.stop('SIGKILL')
      await kafka.produce(name, ['two'])
      await worker.resume()
      await worker.rest.running(name)
      await until('the second line', written('two'), 60_000)
      worker.freeze()
      await pause(8)
      worker.thaw()
      await kafka.produce(name, ['three'])
      await until('the third line', written('three'), 30_000)
    } finally {
      await worker.remove()
    }
  }, 180_000)
})

test('GIVEN an S3 server THEN it answers with what was put, unpacked only where a test asks for that', async () => {
  const s3 = await S3Server.start('my-data-bucket')
  try {
    const packed = Uint8Array.from(gzipSync('one\ntwo\n'))
    await s3.put('my-data-bucket', "a/b c&d'=é.gz", packed)
    expect(await s3.list('my-data-bucket', 'a/')).toEqual(["a/b c&d'=é.gz"])
    expect((await s3.get('my-data-bucket', "a/b c&d'=é.gz")).bytes.equals(packed)).toBe(true)
    expect(await s3.lines('my-data-bucket', 'a/')).toEqual(['one', 'two'])
    expect(await s3.uploads('my-data-bucket')).toEqual([])
    await s3.delete('my-data-bucket', "a/b c&d'=é.gz")
    expect(await s3.list('my-data-bucket')).toEqual([])
  } finally {
    await s3.remove()
  }
}, 60_000)
