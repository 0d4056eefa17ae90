import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { forgetCheckpoint, readCheckpoint, writeCheckpoint } from '../../../src/runtime/replay/checkpoint.js'

const CHECKPOINT = { formatVersion: 1, job: 'a', from: 1, to: 2, began: { app_logs: [3, 4] }, done: 'key' } as const

let folder: string
let file: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'clickstream-checkpoint-'))
  file = join(folder, 'deeper', 'replay.json')
})

afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('GIVEN a checkpoint of a process that has ended WHEN read THEN the same words go on and others begin afresh', () => {
  writeCheckpoint(file, CHECKPOINT)
  const written = JSON.parse(readFileSync(file, 'utf8')) as { process: { began: string } }
  writeFileSync(file, JSON.stringify({ ...written, process: { ...written.process, began: 'before' } }))

  expect(readCheckpoint(file, 'a')).toMatchObject(CHECKPOINT)
  expect(readCheckpoint(file, 'b')).toBeUndefined()
  forgetCheckpoint(file)
  expect(readCheckpoint(file, 'a')).toBeUndefined()
})

test('GIVEN a replay that runs WHEN another one begins THEN it is refused with the process', () => {
  writeCheckpoint(file, CHECKPOINT)
  expect(() => readCheckpoint(file, 'b')).toThrow(expect.objectContaining({ code: 'ReplayRuns' }))
})

test('GIVEN a file that was cut short WHEN read THEN the replay begins afresh', () => {
  writeCheckpoint(file, CHECKPOINT)
  writeFileSync(file, readFileSync(file, 'utf8').slice(0, 20))
  expect(readCheckpoint(file, 'a')).toBeUndefined()
})
