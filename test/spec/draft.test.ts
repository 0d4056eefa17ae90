import { describe, expect, test } from '@jest/globals'
import { parseSpecText, SpecDraft } from '../../src/spec/index.js'
import { draftOf, refusalOf } from './specs.js'

const ARN = 'arn:aws:kafka:eu-central-1:123456789012:cluster/orders/11111111-2222-3333-4444-555555555555-3'
const READY = { region: 'us-east-1', 'kafka.cluster': 'orders-prod', 'intent.bucket': 'my-data-bucket' }
const paths = (draft: SpecDraft) => draft.result().questions.map((question) => question.path)

describe('SpecDraft', () => {
  test('asks for region, cluster and bucket, and for nothing else', () => {
    const result = new SpecDraft().result()
    expect(result).toMatchObject({ spec: {}, provenance: {}, ready: false })
    expect(result.questions.map((question) => question.path)).toEqual(['region', 'kafka.cluster', 'sinks.0.bucket'])
    for (const { text } of result.questions) expect(text).toMatch(/\?.*In clickstream.yaml: /)
  })

  test('shows only what is known until it is ready', () => {
    expect(draftOf({ 'intent.bucket': 'my-data-bucket' }).result()).toMatchObject({
      spec: {
        sinks: [
          { type: 's3-json', bucket: 'my-data-bucket' },
          { type: 'iceberg', bucket: 'my-data-bucket' },
        ],
      },
      provenance: {
        'sinks.0.type': { origin: 'default' },
        'sinks.0.bucket': { origin: 'said', quote: 'my-data-bucket' },
        'sinks.1.type': { origin: 'default' },
        'sinks.1.bucket': { origin: 'derived' },
      },
      ready: false,
    })
  })

  test('is complete once the three are said; the one bucket is said once and derived elsewhere', () => {
    const { spec, provenance, questions, ready } = draftOf(READY).result()
    expect([ready, questions]).toEqual([true, []])
    expect(spec.backup).toEqual({ bucket: 'my-data-bucket', prefix: 'backup' })
    expect(['sinks.0.bucket', 'sinks.1.bucket', 'backup.bucket'].map((path) => provenance[path]?.origin)).toEqual([
      'said',
      'derived',
      'derived',
    ])
    expect(provenance['backup.bucket']?.formula).toContain('sinks.0.bucket')
  })

  test('reads region and account from the ARN that was said', () => {
    const { spec, provenance } = draftOf({ 'kafka.cluster': ARN, 'intent.bucket': 'my-data-bucket' }).result()
    expect([spec.region, spec.account]).toEqual(['eu-central-1', '123456789012'])
    expect(provenance['region']).toEqual({ origin: 'said', quote: ARN })
  })

  test('works the peak out from an average', () => {
    const { spec, provenance } = draftOf({
      ...READY,
      'intent.average.count': 2_000_000_000,
      'intent.average.seconds': 86_400,
    }).result()
    expect(spec.collector?.load?.peakEventsPerSecond).toBe(69_445)
    expect(provenance['collector.load.peakEventsPerSecond']).toEqual({
      origin: 'derived',
      formula: expect.stringContaining('average × 3'),
    })
    const factor = draftOf({
      ...READY,
      'intent.average.count': 8_640_000,
      'intent.average.seconds': 86_400,
      'intent.peakFactor': 5,
    }).result()
    expect(factor.spec.collector?.load?.peakEventsPerSecond).toBe(500)
  })

  test.each([
    ['a quote that nobody said', { path: 'region', value: 'us-east-1', quote: 'us-east-2' }, 'QuoteNotSaid'],
    ['a quote over two turns', { path: 'region', value: 'us-east-1', quote: 'us-east-1\nor' }, 'QuoteNotSaid'],
    ['an unknown path', { path: 'regio', value: 'us-east-1', quote: 'us-east-1' }, 'UnknownPath'],
    ['a path that is no leaf', { path: 'collector.tasks', value: 'x', quote: 'us-east-1' }, 'UnknownPath'],
    ['an entry of a list of scalars', { path: 'collector.paths.0', value: '/a', quote: 'us-east-1' }, 'UnknownPath'],
    ['an index beyond the list', { path: 'topics.50.name', value: 'a', quote: 'us-east-1' }, 'UnknownPath'],
    ['a prototype', { path: '__proto__.x', value: 'a', quote: 'us-east-1' }, 'UnknownPath'],
    ['a wrong type', { path: 'topics.0.partitions', value: '12', quote: 'us-east-1' }, 'InvalidValue'],
    ['shell text as a name', { path: 'name', value: '$(reboot)', quote: 'us-east-1' }, 'InvalidValue'],
  ])('stores nothing for %s', (_what, statement, code) => {
    const draft = new SpecDraft()
    draft.addTurn('us-east-1')
    draft.addTurn('or not')
    expect(draft.state(statement)?.code).toBe(code)
    expect(draft.statements()).toEqual([])
  })

  test('an invalid value becomes a question that a valid one settles', () => {
    // GIVEN
    const draft = draftOf(READY)
    draft.addTurn('rather us-east-9')
    // WHEN
    draft.state({ path: 'region', value: 'us-east-9', quote: 'us-east-9' })
    // THEN
    expect(draft.result()).toMatchObject({
      ready: false,
      questions: [{ path: 'region', choices: ['us-east-1', 'us-east-2'] }],
    })
    // WHEN
    draft.addTurn('us-east-2')
    draft.state({ path: 'region', value: 'us-east-2', quote: 'us-east-2' })
    // THEN
    expect(draft.result()).toMatchObject({ ready: true, spec: { region: 'us-east-2' } })
  })

  test('one question about the bucket, however it was asked for', () => {
    const draft = new SpecDraft()
    draft.addTurn('bucket My_Bucket, my-bucket')
    draft.state({ path: 'intent.bucket', value: 'My_Bucket', quote: 'My_Bucket' })
    expect(paths(draft)).toEqual(['region', 'kafka.cluster', 'sinks.0.bucket'])
    expect(draft.result().questions[2]?.text).toContain('My_Bucket')
    draft.state({ path: 'intent.bucket', value: 'my-bucket', quote: 'my-bucket' })
    expect(paths(draft)).toEqual(['region', 'kafka.cluster'])
  })

  test('what does not go together becomes a question with the way out', () => {
    const draft = draftOf({ ...READY, 'collector.solution': 'nginx-vector', 'kafka.auth': 'iam' })
    expect(draft.result()).toMatchObject({
      ready: false,
      questions: [{ path: 'kafka.auth', choices: ['none', 'tls', 'scram'] }],
    })
    draft.retract('kafka.auth')
    expect(draft.result()).toMatchObject({ ready: true, spec: { kafka: { auth: 'scram' } } })
  })

  test('half an image becomes a question', () => {
    expect(paths(draftOf({ ...READY, 'images.repository': 'collector' }))).toEqual(['images.tag'])
  })

  test('sinks that are declined are not there, and come back when something is said about them', () => {
    const draft = draftOf({ ...READY, 'sinks.1.database': 'lake' })
    draft.addTurn('no iceberg; on second thought a table named clicks')
    draft.state({ path: 'intent.without', value: ['iceberg'], quote: 'no iceberg' })
    expect(draft.result().spec.sinks?.map((sink) => sink.type)).toEqual(['s3-json'])
    draft.state({ path: 'sinks.1.table', value: 'clicks', quote: 'clicks' })
    expect(draft.result().spec.sinks).toMatchObject([
      { type: 's3-json' },
      { type: 'iceberg', table: 'clicks', database: 'clickstream' },
    ])
  })

  test('with both sinks declined the bucket is for the backup', () => {
    const { spec, provenance, ready } = draftOf({ ...READY, 'intent.without': ['s3-json', 'iceberg'] }).result()
    expect([ready, spec.sinks, provenance['sinks']?.origin]).toEqual([true, [], 'derived'])
    expect(provenance['backup.bucket']).toEqual({ origin: 'said', quote: 'my-data-bucket' })
    expect(paths(draftOf({ 'intent.without': ['s3-json', 'iceberg'] }))).toEqual([
      'region',
      'kafka.cluster',
      'backup.bucket',
    ])
  })

  test('an Iceberg sink alone is the first of one, with what was said about the second', () => {
    const { spec, provenance } = draftOf({
      ...READY,
      'intent.without': ['s3-json'],
      'sinks.1.table': 'clicks',
    }).result()
    expect(spec.sinks).toMatchObject([{ type: 'iceberg', table: 'clicks' }])
    expect(provenance['sinks.0.table']).toEqual({ origin: 'said', quote: 'clicks' })
    expect(provenance['sinks.1.table']).toBeUndefined()
  })

  test('topics that are left out are closed up', () => {
    const draft = draftOf({ ...READY, 'topics.0.name': 'a', 'topics.1.name': 'b' })
    draft.retract('topics.0')
    const { spec, provenance } = draft.result()
    expect(spec.topics?.map((topic) => topic.name)).toEqual(['b'])
    expect(provenance['topics.0.name']).toEqual({ origin: 'said', quote: 'b' })
  })

  test('what was looked up counts, but what was said counts more', () => {
    const draft = draftOf(READY)
    draft.lookUp('account', '123456789012', 'sts:GetCallerIdentity')
    draft.lookUp('region', 'us-west-2', 'config')
    const { spec, provenance } = draft.result()
    expect([spec.account, spec.region]).toEqual(['123456789012', 'us-east-1'])
    expect(provenance['account']).toEqual({ origin: 'looked-up', call: 'sts:GetCallerIdentity' })
    expect(refusalOf(() => draft.lookUp('region', 'x', 'y')).code).toBe('InvalidLookUp')
  })

  test('a file is a start that can be changed', () => {
    const file = parseSpecText(
      'region: us-east-1\nkafka: { cluster: c1 }\nsinks: [{ type: iceberg, bucket: my-data-bucket }]\n',
    )
    const draft = new SpecDraft({ file })
    draft.addTurn('table clicks')
    draft.state({ path: 'sinks.0.table', value: 'clicks', quote: 'clicks' })
    const { spec, provenance } = draft.result()
    expect(spec.sinks).toMatchObject([{ type: 'iceberg', table: 'clicks', bucket: 'my-data-bucket' }])
    expect([provenance['region'], provenance['sinks.0.table']]).toEqual([
      { origin: 'file' },
      { origin: 'said', quote: 'clicks' },
    ])
    draft.retract('sinks')
    expect(paths(SpecDraft.fromJSON(draft.toJSON(), { file }))).toEqual(['sinks.0.bucket'])
  })

  test('survives being written and read', () => {
    const draft = draftOf({ ...READY, 'sinks.1.table': 'clicks' })
    draft.ask({ path: 'other', text: 'and?' })
    const again = SpecDraft.fromJSON(JSON.parse(JSON.stringify(draft)))
    expect(again.toJSON()).toEqual(draft.toJSON())
    expect(again.result()).toEqual(draft.result())
    const state = draft.toJSON()
    expect(refusalOf(() => SpecDraft.fromJSON({ ...state, turns: ['something else'] })).code).toBe('InvalidDraft')
    expect(refusalOf(() => SpecDraft.fromJSON(null as never)).code).toBe('InvalidDraft')
  })

  test('GIVEN a turn of more than 200,000 characters WHEN said THEN it is refused and not part of the conversation', () => {
    const draft = new SpecDraft()
    const error = refusalOf(() => draft.addTurn('x'.repeat(200_001)))
    expect([error.toJSON(), error.exitCode, draft.turns]).toEqual([
      {
        code: 'TurnTooLong',
        message: 'a turn has 200001 characters, more than 200000',
        hint: 'say what matters, or split it into several turns',
      },
      2,
      [],
    ])
  })
})
