import { randomUUID } from 'node:crypto'
import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { idOf } from '../../../src/runtime/replay/event-meta.js'
import { IdSet } from '../../../src/runtime/replay/id-set.js'

test('GIVEN any ids and numbers WHEN set and asked in any order THEN the set answers as a map does', () => {
  const ids = fc.constantFrom(...Array.from({ length: 40 }, () => randomUUID()), '00000000-0000-0000-0000-000000000000')
  fc.assert(
    fc.property(fc.array(fc.tuple(ids, fc.integer({ min: 1, max: 255 })), { maxLength: 200 }), (sets) => {
      const [set, map] = [new IdSet(), new Map<string, number>()]
      for (const [id, mark] of sets) {
        expect(set.set(idOf(id), mark)).toBe(map.get(id) ?? 0)
        map.set(id, mark)
      }
      expect(set.size).toBe(map.size)
      for (const id of [...map.keys(), randomUUID()]) expect(set.get(idOf(id))).toBe(map.get(id) ?? 0)
    }),
  )
})

test('GIVEN 200,000 ids, random ones and ones that a stranger chose alike WHEN set THEN each is found, at 28 to 57 bytes', () => {
  const alike = (n: number): string => `00000000-0000-4000-8000-${n.toString(16).padStart(12, '0')}`
  const set = new IdSet()
  const random = Array.from({ length: 100_000 }, () => randomUUID())
  for (const id of random) set.set(idOf(id), 1)
  for (let n = 0; n < 100_000; n++) set.set(idOf(alike(n)), 2)

  expect(set.size).toBe(200_000)
  expect(random.every((id) => set.get(idOf(id)) === 1)).toBe(true)
  expect(Array.from({ length: 100_000 }, (_, n) => set.get(idOf(alike(n)))).every((mark) => mark === 2)).toBe(true)
  expect(set.get(idOf(alike(100_000)))).toBe(0)
  expect(set.bytes / set.size).toBeGreaterThan(27)
  expect(set.bytes / set.size).toBeLessThan(57)
})
