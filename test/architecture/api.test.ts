import { execFileSync } from 'node:child_process'
import { expect, test } from '@jest/globals'

test('GIVEN the last build WHEN its exports are compared with test/api THEN nothing was added or changed unannounced', () => {
  expect(() => execFileSync(process.execPath, ['scripts/api.mjs', '--check'], { stdio: 'pipe' })).not.toThrow()
})
