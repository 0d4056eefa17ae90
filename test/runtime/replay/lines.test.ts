import { crc32 } from 'node:zlib'
import { describe, expect, test } from '@jest/globals'
import { backupPrefix, backupObjects, hourOf } from '../../../src/runtime/replay/backup-objects.js'
import { eventMeta, idInBatch, idOf } from '../../../src/runtime/replay/event-meta.js'
import { readRejectedLine } from '../../../src/runtime/replay/rejected-line.js'
import { readSpillLine } from '../../../src/runtime/replay/spill-line.js'

const ID = '0b8a2a8e-4a0c-4bb1-9b71-2f0f7a1a5c11'
const record = (data: string, more = ''): string =>
  `{"meta":{"project":"app_logs","ctime":1764331200123,"ip":"203.0.113.9","id":"${ID}"${more}},"data":${data}}`

const framed = (rest: string): string => {
  const [sum, length] = [crc32(rest).toString(16).padStart(8, '0'), String(Buffer.byteLength(rest)).padStart(8, '0')]
  return `{"crc":"${sum}","length":"${length}",${rest}`
}
const line = (text: string, key?: string): string =>
  framed(`"topic":"app_logs",${key === undefined ? '' : `"key":${JSON.stringify(key)},`}"record":${text}}`)

describe('a line of the spill', () => {
  test.each([
    ['no key', undefined],
    ['a key', 'user-1'],
    ['a key that looks like the frame', 'a","record":{"x'],
    ['a key with quotes and other scripts', 'ä "中" \\'],
  ])('GIVEN %s WHEN read THEN topic, key and record are the bytes that were written', (_, key) => {
    const text = record('{"t":"ä 中 \u2028 \\" 1e400"}')
    const read = readSpillLine(line(text, key))
    expect([read?.topic, read?.key?.toString(), read?.record.toString()]).toEqual(['app_logs', key, text])
  })

  test('GIVEN a line that is cut, altered by one byte or another thing WHEN read THEN it is no line of ours', () => {
    const whole = line(record('{"a":1}'))
    const cut = whole.slice(0, -5)
    const altered = whole.replace('"a":1', '"a":2')
    expect([cut, altered, '', '{}', '{"crc":"zz"}', 'null'].map(readSpillLine)).toEqual(Array(6).fill(undefined))
    expect(readSpillLine(whole)).toBeDefined()
  })
})

describe('what a record says of its event', () => {
  test('GIVEN a record of the collector WHEN read THEN its id and its time come from meta, whatever the event holds', () => {
    const meta = eventMeta(Buffer.from(record('{"id":"x","ctime":1}', ',"ua":"\\"id\\":\\"y\\"","query":"a=1"')))
    expect(meta).toEqual({ id: idOf(ID), ctime: 1764331200123 })
  })

  test('GIVEN something else WHEN read THEN it has no id', () => {
    const texts = ['', '{}', '[1]', '{"meta":{"id":"x"}}', '{"data":{"meta":{"project":"a","ctime":1,"id":"x"}}}']
    expect(texts.map((text) => eventMeta(Buffer.from(text)))).toEqual(Array(5).fill(undefined))
  })

  test('GIVEN an id that is no UUID WHEN read THEN it has bits of its own; capitals mean the same UUID', () => {
    expect(idOf('order-1')).not.toEqual(idOf('order-2'))
    expect(idOf(ID.toUpperCase())).toEqual(idOf(ID))
    expect(idOf(ID.replace('0', '\u0010'))).not.toEqual(idOf(ID))
    expect(idOf(ID.replaceAll('-', '0'))).not.toEqual(idOf(ID))
    // RFC 9562, appendix A.4, has the same value for the DNS namespace.
    expect(idInBatch('6ba7b810-9dad-11d1-80b4-00c04fd430c8', 0)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab]/)
  })
})

describe('a refused request', () => {
  const kept = (over: object): string =>
    JSON.stringify({
      reason: 'InvalidJson',
      status: 400,
      project: 'app_logs',
      time: 5,
      bytes: 2,
      body: 'e30=',
      ...over,
    })

  test.each([
    ['whole', {}, { isRecord: false, body: Buffer.from('{}') }],
    ['cut off when it was kept', { bytes: 70_000 }, { unusable: 'cut off', isRecord: false }],
    ['empty', { bytes: 0, body: '' }, { unusable: 'empty', isRecord: false }],
    ['without a topic on the list', { reason: 'UnknownProject', project: undefined }, { unusable: 'without a topic' }],
  ])('GIVEN one that is %s WHEN read THEN it says whether it can be sent', (_, over, expected) => {
    expect(readRejectedLine(kept(over))).toMatchObject(expected)
  })

  test('GIVEN an event that Kafka refused after its 200 WHEN read THEN it is a record; what a client sent never is', () => {
    const long = Buffer.from(record(`"${'x'.repeat(70_000)}"`))
    const short = Buffer.from(record('{}'))
    const of = (reason: string, body: Buffer): boolean | undefined =>
      readRejectedLine(kept({ reason, bytes: body.length, body: body.toString('base64') }))?.isRecord
    expect([of('EventTooLarge', long), of('EventTooLarge', short), of('InvalidJson', long)]).toEqual([
      true,
      false,
      false,
    ])
  })

  test('GIVEN the same line twice WHEN read THEN the id is the same; another line has another', () => {
    expect(readRejectedLine(kept({}))?.id).toBe(readRejectedLine(kept({}))?.id)
    expect(readRejectedLine(kept({ time: 6 }))?.id).not.toBe(readRejectedLine(kept({}))?.id)
    expect(['', 'null', '{}', '{"reason":1}'].map(readRejectedLine)).toEqual(Array(4).fill(undefined))
  })
})

test('GIVEN objects of some hours WHEN listed from a time THEN those begun in the hour before it and later are there, oldest first', async () => {
  const place = { bucket: 'b', prefix: 'team=a/backup' }
  const prefix = backupPrefix(place, 'spill')
  const keys = [
    '2026/11/28/18/0001-b.jsonl.gz',
    '2026/11/28/20/0000-a.jsonl.gz',
    '2026/11/28/19/5959-a.jsonl.gz',
    'odd.gz',
  ]
  const lake = { objects: async (_: string, asked: string) => keys.map((key) => `${asked}${key}`) }

  const found = await backupObjects(lake, place, 'spill', Date.UTC(2026, 10, 28, 19, 30))

  expect(prefix).toBe('team=a/backup/spill/')
  expect(found).toEqual([keys[2], keys[1], keys[3]].map((key) => `${prefix}${key}`))
  expect(hourOf(`${prefix}${keys[0]}`, prefix)).toBe(Date.UTC(2026, 10, 28, 18))
  expect(backupPrefix({ bucket: 'b', prefix: '' }, 'rejected')).toBe('rejected/')
})
