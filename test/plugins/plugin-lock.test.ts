import { afterAll, describe, expect, test } from '@jest/globals'
import { readPluginLock } from '../../src/plugins/plugin-lock.js'
import { Scratch } from './support.js'

const scratch = new Scratch()
afterAll(() => scratch.remove())

const GOOD = { coordinates: 'a.b:c:1', sha256: '0'.repeat(64), bytes: 1, licence: 'MIT' }
const lockOf = (...artifacts: unknown[]): string =>
  scratch.write('some.lock.json', JSON.stringify({ lockVersion: 1, artifacts }))

describe('readPluginLock', () => {
  test('GIVEN a lock WHEN read THEN its jars are in order of their names, files beside the lock among them', () => {
    const { coordinates: _, ...pinned } = GOOD
    const file = lockOf({ ...GOOD, coordinates: 'a.b:z:1:shaded' }, { ...pinned, file: '../dist/m.jar' }, GOOD)
    expect(readPluginLock(file)).toMatchObject({
      name: 'some',
      artifacts: [
        { name: 'c-1.jar' },
        { name: 'm.jar', file: expect.stringMatching(/^\/.*\/dist\/m\.jar$/) },
        { name: 'z-1-shaded.jar' },
      ],
    })
  })

  test.each([
    ['not JSON', '{'],
    ['no object', '[]x'],
    ['another version', '{"lockVersion":2,"artifacts":[]}'],
    ['no list', '{"lockVersion":1,"artifacts":{}}'],
    ['null', 'null'],
  ])('GIVEN %s WHEN read THEN PluginLockInvalid', (_, text) => {
    expect(() => readPluginLock(scratch.write('some.lock.json', text))).toThrow(
      expect.objectContaining({ code: 'PluginLockInvalid' }),
    )
  })

  test.each([
    { ...GOOD, coordinates: 'a.b:c' },
    { ...GOOD, coordinates: 'a.b:../../c:1' },
    { ...GOOD, coordinates: 'a..b:c:1' },
    { ...GOOD, coordinates: 'a.b:c:1/../2' },
    { ...GOOD, sha256: 'ABC' },
    { ...GOOD, bytes: -1 },
    { ...GOOD, bytes: 1.5 },
    { ...GOOD, licence: undefined },
    { ...GOOD, licence: 'MIT\nx' },
    { ...GOOD, file: 'c.jar' },
    { ...GOOD, coordinates: undefined, file: 'c.txt' },
    { ...GOOD, coordinates: undefined },
    null,
    'a.b:c:1',
  ])('GIVEN the entry %j WHEN read THEN PluginLockInvalid names its place', (entry) => {
    expect(() => readPluginLock(lockOf(GOOD, entry))).toThrow(
      expect.objectContaining({ code: 'PluginLockInvalid', message: expect.stringContaining('artifacts.1') }),
    )
  })

  test('GIVEN two jars of one name WHEN read THEN PluginLockInvalid names both', () => {
    expect(() => readPluginLock(lockOf(GOOD, { ...GOOD, coordinates: 'x.y:C:1' }))).toThrow(
      /artifacts\.0 and artifacts\.1/,
    )
  })
})
