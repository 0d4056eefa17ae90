import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import {
  loadSpec,
  loadSpecFile,
  parseSpecText,
  renderSpec,
  resolveSpec,
  saveSpec,
  type ResolvedSpec,
  type Spec,
} from '../../src/spec/index.js'
import { at, draftOf, edited, refusalOf, specWith } from './specs.js'

const EXAMPLE = 'test/spec/fixtures/design-example.txt'
const changed = ({ spec, provenance }: ResolvedSpec, edit: (spec: Spec) => void): ResolvedSpec => ({
  spec: edited(spec, edit),
  provenance,
})
const reread = (text: string) => resolveSpec(parseSpecText(text)).spec

describe('renderSpec', () => {
  test('a fresh file says where each value comes from, and reads back as the same spec', () => {
    // GIVEN
    const { spec, provenance } = draftOf({
      region: 'us-east-1',
      'kafka.cluster': 'c1',
      'intent.bucket': 'my-bucket',
      account: '012345678901',
      'tags.cost.center': '42',
    }).result()
    // WHEN
    const text = renderSpec({ spec: spec as Spec, provenance })
    // THEN
    expect(reread(text)).toEqual(spec)
    expect(text).toContain('\nregion: us-east-1\n')
    expect(text).toContain('account: "012345678901"\n')
    expect(text).toContain('  cost.center: "42"\n')
    expect(text).toContain('durability: acknowledged # default\n')
    expect(text).toContain('topics: [app_logs] # derived: all topics\n')
    expect(text).toMatch(/cpu: 512 # derived: 0\.3 vCPU at the peak/)
  })

  test('an unchanged file stays the same to the byte', () => {
    const loaded = loadSpec(EXAMPLE)
    expect(renderSpec(loaded, { file: loaded.file })).toBe(readFileSync(EXAMPLE, 'utf8'))
  })

  test('a changed value changes nothing but itself', () => {
    // GIVEN
    const loaded = loadSpec(EXAMPLE)
    // WHEN
    const text = renderSpec(
      changed(loaded, (spec) => {
        at(spec.topics, 0).partitions = 24
        spec.collector.corsOrigins = ['https://a.example.com', 'https://b.example.com']
        spec.tags['team'] = 'a, b'.replace(', ', ' ')
        spec.account = '000000000001'
      }),
      { file: loaded.file },
    )
    // THEN
    const expected = loaded.file.text
      .replace('partitions: 12,', 'partitions: 24,')
      .replace('["https://www.example.com"]', '[https://a.example.com, https://b.example.com]')
      .replace('{ team: data }', '{ team: a b }')
      .replace('"123456789012"  ', '"000000000001"  ')
    expect(text).toBe(expected)
  })

  test('a small file stays small: what follows from its values is not written', () => {
    const file = parseSpecText(
      '# ours\nregion: us-east-1 # home\n\nkafka: { cluster: c1 }\nbackup: { bucket: my-bucket }\n',
    )
    const resolved = resolveSpec(file)
    const larger = resolveSpec({ spec: { ...file.spec, collector: { load: { peakEventsPerSecond: 30_000 } } } })
    const provenance = {
      ...larger.provenance,
      'collector.load.peakEventsPerSecond': { origin: 'said' as const, quote: '30k' },
    }
    expect(renderSpec(resolved, { file })).toBe(file.text)
    expect(renderSpec({ spec: larger.spec, provenance }, { file })).toBe(
      '# ours\nregion: us-east-1 # home\n\nkafka: { cluster: c1 }\nbackup: { bucket: my-bucket }\ncollector:\n  load:\n    peakEventsPerSecond: 30000\n',
    )
  })

  test('a list that a file lacks is written whole, because a list in a file is exact', () => {
    const file = parseSpecText('region: us-east-1\nkafka: { cluster: c1 }\nbackup: { bucket: my-bucket }\n')
    const resolved = changed(resolveSpec(file), (spec) => {
      spec.sinks = spec.sinks.slice(1)
    })
    const text = renderSpec(resolved, { file })
    expect(reread(text)).toEqual(resolved.spec)
    expect(text).toContain('sinks:\n  - type: iceberg')
  })

  test('what is gone from the spec is gone from the file', () => {
    const loaded = loadSpec(EXAMPLE)
    const resolved = changed(loaded, (spec) => {
      delete spec.network.certificateArn
      delete spec.observability.alarmEmail
      spec.tags = {}
      spec.sinks = []
    })
    const text = renderSpec(resolved, { file: loaded.file })
    expect(reread(text)).toEqual(resolved.spec)
    expect(text).not.toMatch(/certificateArn|alarmEmail|iceberg/)
    expect(text).toContain('# or: { source: ecr, repository, tag }')
  })

  test('an alias is written out where its value changes', () => {
    const file = parseSpecText(
      'region: us-east-1\nkafka: { cluster: c1 }\nbackup: { bucket: &b my-bucket }\nsinks: [{ type: s3-json, bucket: *b }]\n',
    )
    const resolved = changed(resolveSpec(file), (spec) => {
      at(spec.sinks, 0).bucket = 'other-bucket'
    })
    expect(reread(renderSpec(resolved, { file }))).toEqual(resolved.spec)
  })

  test('a comment about the origin goes when the value is said', () => {
    // GIVEN a file that was written with defaults
    const file = parseSpecText(
      renderSpec(resolveSpec({ spec: specWith(), provenance: { name: { origin: 'default' } } })),
    )
    expect(file.text).toContain('name: clickstream # default')
    // WHEN the name is said
    const resolved = resolveSpec(file)
    const text = renderSpec(
      { spec: { ...resolved.spec, name: 'web-events' }, provenance: { name: { origin: 'said', quote: 'web-events' } } },
      { file },
    )
    // THEN
    expect(text).toContain('name: web-events\n')
  })
})

describe('saveSpec', () => {
  test('writes the file whole, and leaves nothing beside it', () => {
    const folder = mkdtempSync(join(tmpdir(), 'clickstream-save-'))
    const path = join(folder, 'clickstream.yaml')
    const resolved = resolveSpec({ spec: specWith() })
    const text = saveSpec(path, resolved)
    expect(readFileSync(path, 'utf8')).toBe(text)
    saveSpec(path, resolved, { file: loadSpecFile(path) })
    expect(readdirSync(folder)).toEqual(['clickstream.yaml'])
    rmSync(folder, { recursive: true })
    expect(refusalOf(() => saveSpec(path, resolved)).code).toBe('SpecNotSaved')
  })
})
