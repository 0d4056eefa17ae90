import { describe, expect, test } from '@jest/globals'
import { generateArguments, parseCommand, whyText } from '../../src/cli/chat-commands.js'
import type { Style } from '../../src/report/index.js'
import type { DraftResult } from '../../src/spec/index.js'

const plain = (text: string): string => text
const style: Style = {
  width: Infinity,
  bold: plain,
  dim: plain,
  red: plain,
  green: plain,
  yellow: plain,
  cyan: plain,
  wrap: plain,
}

const result: DraftResult = {
  spec: { region: 'eu-central-1', collector: { tasks: { min: 2, max: 6 } }, tags: { 'a.b': 'x' } },
  provenance: {
    region: { origin: 'said', quote: 'Frankfurt' },
    'collector.tasks.min': { origin: 'default' },
    'collector.tasks.max': { origin: 'derived', formula: '3 × min' },
    'tags.a.b': { origin: 'file' },
  },
  questions: [{ path: 'kafka.cluster', text: 'Which cluster?' }],
  ready: false,
}

describe('parseCommand', () => {
  test.each([
    ['/plan', { name: '/plan', argument: '' }],
    ['  /WHY  region ', { name: '/why', argument: 'region' }],
    ['/data/v1 is our path', undefined],
    ['plan /plan', undefined],
    ['/', undefined],
  ])('GIVEN %j WHEN parsed THEN %j', (line, command) => {
    expect(parseCommand(line)).toEqual(command)
  })
})

describe('generateArguments', () => {
  test.each([
    ['', { folder: '' }],
    ['web events', { folder: 'web events' }],
    ['web --keep', { folder: 'web', decision: 'keep' }],
    ['--overwrite', { folder: '', decision: 'overwrite' }],
  ])('GIVEN /generate %j WHEN read THEN %j', (argument, found) => {
    expect(generateArguments(argument)).toEqual(found)
  })

  test('GIVEN an option that there is not WHEN read THEN a coded error', () => {
    expect(() => generateArguments('web --force')).toThrow(
      expect.objectContaining({ code: 'UnknownOption', exitCode: 2, message: "unknown option '--force'" }),
    )
  })
})

describe('whyText', () => {
  test.each([
    ['region', 'region = eu-central-1\n  said: “Frankfurt”'],
    ['tasks', 'collector.tasks.min = 2\n  default\ncollector.tasks.max = 6\n  derived: 3 × min'],
    ['tags.a.b', 'tags.a.b = x\n  from the file'],
    ['cluster', 'Not known yet: Which cluster?'],
    ['moon', 'Nothing is known about "moon" yet.'],
    ['', 'Name a field: /why region'],
  ])('GIVEN %j WHEN asked why THEN the origin', (asked, text) => {
    expect(whyText(result, asked, style)).toBe(text)
  })
})
