import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { OutageResult } from '../../../src/runtime/faults/outage-result.js'
import { LocalProject } from '../support/local-project.js'
import { needPrograms } from '../support/needed.js'
import { FLUENT_BIT } from '../support/shipper.js'

let project: LocalProject

beforeAll(async () => {
  await needPrograms(['java', 'nginx', 'ministack', 'cc'], 'openjdk-17-jdk-headless nginx gcc; pip install ministack')
  project = await LocalProject.generate('outage-test')
}, 120_000)

afterAll(() => project?.remove(), 60_000)

/** Whether the whole story can be told on this machine. */
const SHIPPED = FLUENT_BIT !== undefined && FLUENT_BIT !== ''
const STORY = SHIPPED
  ? 'the spill drains, a disk is lost, its backup by Fluent Bit is replayed'
  : 'the spill drains (the lost disk is left out: no Fluent Bit here)'

test(`GIVEN steady traffic WHEN Kafka is killed and comes back THEN ${STORY}, and every event is in Kafka and each sink once`, async () => {
  const rehearsed = await project.run(['rehearse', project.folder, '--fault', 'kafka-outage', '--rate', '200'])

  expect({ code: rehearsed.code, stdout: rehearsed.stdout.slice(0, 2000) }).toMatchObject({ code: 0 })
  const result = JSON.parse(rehearsed.stdout) as OutageResult
  const { sent, accepted, refused, outage, settled, spilled, lostDisk, arrivals, passed } = result
  expect({ accepted, refused, passed }).toEqual({ accepted: sent, refused: {}, passed: true })
  expect(outage.accepted).toBe(outage.answered)
  expect(outage.answered).toBeGreaterThan(1000)
  expect(settled.p99).toBeLessThan(300)
  expect(spilled).toBeGreaterThan(1000)
  expect(arrivals.map(({ place, distinct, lost, duplicated }) => [place, distinct, lost, duplicated])).toEqual([
    ['Kafka app_logs', sent, 0, 0],
    ['S3 JSON s3://my-data-bucket/events', sent, 0, 0],
    ['Iceberg clickstream.app_logs', sent, 0, 0],
  ])
  if (SHIPPED) {
    expect(lostDisk?.parts.toSorted()).toEqual(['collector', 'fluent-bit'])
    expect(lostDisk?.onDisk).toBeGreaterThan(500)
    expect(lostDisk?.replayed).toBeGreaterThanOrEqual(lostDisk?.onDisk ?? 0)
  } else {
    expect(lostDisk).toBeUndefined()
  }
  expect(await project.processes()).toEqual([])
}, 300_000)
