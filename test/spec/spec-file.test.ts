import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from '@jest/globals'
import { leavesOf, loadSpec, loadSpecFile, parseSpecText } from '../../src/spec/index.js'
import { codes, refusalOf } from './specs.js'

const EXAMPLE = 'test/spec/fixtures/design-example.txt'
const folder = mkdtempSync(join(tmpdir(), 'clickstream-spec-'))
afterAll(() => rmSync(folder, { recursive: true }))

function file(content: string | Uint8Array, name = 'clickstream.yaml'): string {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

describe('loadSpecFile', () => {
  test("takes the design's example word for word", () => {
    const { spec, provenance, file: loaded } = loadSpec(EXAMPLE)
    expect(leavesOf(loaded.spec).every(([path]) => provenance[path]?.origin === 'file')).toBe(true)
    expect(spec).toMatchObject(loaded.spec)
    expect(spec.sinks.map((sink) => sink.capacity)).toEqual([
      { mcu: 1, minWorkers: 1, maxWorkers: 4 },
      { mcu: 1, minWorkers: 1, maxWorkers: 4 },
    ])
    expect(loaded.positions.get('topics.1.partitions')).toEqual({ line: 38, column: 35 })
  })

  test('names every problem at once, each with its place, its value and what to write instead', () => {
    // GIVEN
    const text = `regio: eu-west-1
region: eu-west-9
account: 123456789012
collector:
  tasks: { cpu: 1000, min: two, maxx: 3 }
  paths: [/a, /a, b]
sinks:
  - { type: s3json, bucket: my-bucket }
  - { bucket: my-bucket }
  - 5
tags: { "aws:x": "1" }
kafka: []
images: { source: ecr, repository: r }
topics: [{ partitions: 3 }]
`
    // WHEN
    const error = refusalOf(() => parseSpecText(text, 'web/clickstream.yaml'))
    // THEN
    const found = error.problems.map(({ code, path, line, column }) => `${line}:${column} ${code} ${path}`)
    expect(found).toEqual([
      '1:1 UnknownKey regio',
      '2:9 InvalidValue region',
      '3:10 WrongType account',
      '5:17 InvalidValue collector.tasks.cpu',
      '5:28 WrongType collector.tasks.min',
      '5:33 UnknownKey collector.tasks.maxx',
      '6:10 InvalidValue collector.paths',
      '6:19 InvalidValue collector.paths.2',
      '8:13 InvalidValue sinks.0.type',
      '9:5 MissingValue sinks.1.type',
      '10:5 WrongType sinks.2',
      '11:18 InvalidValue tags.aws:x',
      '12:8 WrongType kafka',
      '13:9 MissingValue images.tag',
      '14:10 MissingValue topics.0.name',
    ])
    expect([error.code, error.exitCode, error.place]).toEqual([
      'UnknownKey',
      3,
      { file: 'web/clickstream.yaml', line: 1, column: 1, path: 'regio' },
    ])
    const hints = Object.fromEntries(error.problems.map(({ path, hint }) => [path, hint]))
    expect(hints).toMatchObject({
      regio: 'did you mean region?',
      region: expect.stringContaining('did you mean eu-west-1?'),
      account: expect.stringContaining('put it in quotes: "123456789012"'),
      'collector.tasks.maxx': 'did you mean max?',
      'collector.tasks.cpu': expect.stringContaining('256, 512, 1024'),
      'collector.paths.2': expect.stringContaining('"/collect"'),
      'sinks.0.type': 'did you mean s3-json? write one of s3-json, iceberg',
    })
    expect(error.problems.every(({ file: name }) => name === 'web/clickstream.yaml')).toBe(true)
  })

  test.each([
    ['an empty file', '', 'MissingValue region'],
    ['a comment alone', '# nothing', 'MissingValue region'],
    ['no bucket', 'region: us-east-1\nkafka: { cluster: c1 }\n', 'MissingValue sinks.0.bucket'],
  ])('%s says what is missing', (_what, text, first) => {
    const error = refusalOf(() => loadSpec(file(text)))
    const { file: name, line, column } = error.place
    expect([codes(error.problems)[0], error.exitCode, name, line, column]).toEqual([
      first,
      3,
      join(folder, 'clickstream.yaml'),
      1,
      1,
    ])
  })

  test('a bucket anywhere is enough, and region may come from the ARN', () => {
    const path = file(
      'kafka: { cluster: "arn:aws:kafka:eu-west-1:123456789012:cluster/c/11111111-2222-3333-4444-555555555555-3" }\nsinks: [{ type: s3-json, bucket: my-bucket }]\n',
    )
    const { spec, provenance } = loadSpec(path)
    expect([spec.region, spec.backup.bucket, spec.sinks.length]).toEqual(['eu-west-1', 'my-bucket', 1])
    expect(provenance['region']).toEqual({ origin: 'derived', formula: 'the region in the ARN at kafka.cluster' })
  })

  test('rules across fields are refused at their place', () => {
    const path = file(
      'region: us-east-1\nkafka: { cluster: c1, auth: iam }\nbackup: { bucket: my-bucket }\ncollector:\n  solution: nginx-vector\n',
    )
    expect(refusalOf(() => loadSpec(path)).problems).toMatchObject([
      { code: 'AuthNotSupported', line: 2, column: 29, path: 'kafka.auth', file: path },
    ])
  })
})

describe('files that are no spec', () => {
  const bomb = `a: &a [x,x,x,x,x,x,x,x,x]\n${'bcdefgh'
    .split('')
    .map((key, i) => `${key}: &${key} [${Array(9).fill(`*${'abcdefg'[i]}`).join(',')}]`)
    .join('\n')}\n`
  test.each<[string, string | Uint8Array, string]>([
    ['10 MB of text', 'a: b\n'.repeat(2_000_000), 'SpecTooLarge'],
    ['NUL', 'region: us-east-1\0', 'SpecNotText'],
    ['an escape sequence', 'region: "\u001b[31m"', 'SpecNotText'],
    ['no UTF-8', new Uint8Array([0x72, 0x3a, 0x20, 0xff, 0xfe]), 'SpecNotText'],
    ['a picture', new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13]), 'SpecNotText'],
    ['an anchor bomb', bomb, 'TooManyAliases'],
    ['an alias of itself', 'sinks: &a [*a]', 'CircularAlias'],
    ['an alias of nothing', 'a: *b', 'SpecSyntax'],
    ['a merge key', 'a: &a { b: 1 }\nc: { <<: *a }', 'SpecSyntax'],
    ['a key twice', 'region: us-east-1\nregion: us-east-2', 'DuplicateKey'],
    ['two documents', 'region: us-east-1\n---\nregion: us-east-2', 'SpecSyntax'],
    ['a tag of its own', 'region: !!js/function "x"', 'SpecSyntax'],
    ['binary in YAML', 'region: !!binary aGk=', 'SpecSyntax'],
    ['a key that is a list', '? [a, b]\n: c', 'SpecSyntax'],
    ['a bracket too many', 'region: [us-east-1', 'SpecSyntax'],
    ['a tab as indent', 'kafka:\n\tcluster: c', 'SpecSyntax'],
    ['brackets without end', '['.repeat(100_000), 'SpecTooDeep'],
    ['dashes without end', '- '.repeat(100_000), 'SpecTooDeep'],
    ['depth by indent', Array.from({ length: 60 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n'), 'SpecTooDeep'],
    ['120,000 keys', Array.from({ length: 120_000 }, (_, key) => `k${key}:`).join('\n'), 'SpecTooLarge'],
    ['a list', '- a\n- b', 'WrongType'],
    ['a word', 'hello', 'WrongType'],
    ['a prototype', '{ "__proto__": { "region": "us-east-1" } }', 'UnknownKey'],
  ])('%s is refused with a code and a hint', (_what, content, code) => {
    const path = file(content)
    const started = performance.now()
    const error = refusalOf(() => loadSpecFile(path))
    expect([error.code, error.exitCode, error.place.file]).toEqual([code, 3, path])
    expect(error.problems.filter(({ line, column }) => line === undefined || column === undefined)).toEqual([])
    expect(error.hint).toBeTruthy()
    expect(performance.now() - started).toBeLessThan(3000)
  })

  test('GIVEN an alias within what it stands for WHEN read THEN the problem says so, at its place', () => {
    expect(refusalOf(() => parseSpecText('region: us-east-1\ntags: &a { x: *a }\n')).toJSON()).toEqual({
      code: 'CircularAlias',
      message: 'the alias *a stands for a map or list that it is part of, so it never ends',
      hint: 'write the value out instead',
      file: 'clickstream.yaml',
      line: 2,
      column: 15,
      problems: [expect.objectContaining({ code: 'CircularAlias', line: 2, column: 15 })],
    })
  })

  test('GIVEN too many aliases WHEN read THEN the place is that of the first', () => {
    expect(refusalOf(() => parseSpecText(bomb)).place).toEqual({ file: 'clickstream.yaml', line: 2, column: 8 })
  })

  test('a file that is not there, and a folder', () => {
    expect(refusalOf(() => loadSpecFile(join(folder, 'none.yaml')))).toMatchObject({
      code: 'SpecNotFound',
      exitCode: 3,
    })
    expect(refusalOf(() => loadSpecFile(folder))).toMatchObject({ code: 'SpecNotReadable', exitCode: 3 })
  })

  test('a wrong file has its problems counted, not all printed', () => {
    const error = refusalOf(() => parseSpecText(Array.from({ length: 300 }, (_, key) => `k${key}: 1`).join('\n')))
    expect(error.problems).toHaveLength(100)
    expect(error.message).toContain('and 299 more')
  })
})
