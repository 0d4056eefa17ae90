import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { writePage } from '../../../src/workflow/page/index.js'
import type { RehearsalRecord } from '../../../src/workflow/rehearsal-record.js'

test('GIVEN a rehearsal that stopped before anything was started WHEN its page is written THEN its folder is made', async () => {
  const parent = await mkdtemp(join(tmpdir(), 'clickstream-page-'))
  const facts = [{ what: 'templates', found: 'none in the assembly', ok: false }]
  const step = { id: 'architecture', title: 'Architecture', state: 'failed', already: false } as const
  const record: RehearsalRecord = {
    formatVersion: 1,
    name: 'web-events',
    started: '2026-03-01T00:00:00.000Z',
    seconds: 1,
    passed: false,
    steps: [{ ...step, seconds: 0, plan: [], facts }],
    differences: [],
  }
  try {
    const page = await writePage(join(parent, 'not-there-yet'), record)
    expect(await readFile(page, 'utf8')).toContain('Stopped at “Architecture”')
  } finally {
    await rm(parent, { recursive: true })
  }
})
