import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterEach, expect, test } from '@jest/globals'
import { LakeReader } from '../../src/site/local/lake-reader.js'

let server: Server | undefined
afterEach(() => void server?.close())

/** A server that hands out one object in pieces of so many bytes. */
async function reader(body: Buffer, piece: number): Promise<LakeReader> {
  server = createServer((_, response) => {
    for (let at = 0; at < body.length; at += piece) response.write(body.subarray(at, at + piece))
    response.end()
  })
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve))
  return new LakeReader(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
}

async function linesOf(lake: LakeReader, key: string): Promise<string[]> {
  const lines: string[] = []
  for await (const line of lake.lines('lake', [key])) lines.push(line)
  return lines
}

const LINES = ['{"name":"ä 中 🙂"}', '{"n":2}', `{"long":"${'x'.repeat(5000)}"}`]

test.each([1, 3, 7, 100_000])(
  'GIVEN an object that comes in pieces of %i bytes WHEN read THEN its lines are whole, also those with long characters',
  async (piece) => {
    const text = Buffer.from(`${LINES.join('\n')}\n\n`)
    expect(await linesOf(await reader(text, piece), 'a.jsonl')).toEqual(LINES)
  },
)

test('GIVEN a packed object whose last line has no end WHEN read THEN it is there, too', async () => {
  expect(await linesOf(await reader(gzipSync(LINES.join('\n')), 11), 'a/b c.jsonl.gz')).toEqual(LINES)
})

test('GIVEN an object that was cut short WHEN read THEN that is an error, not fewer lines', async () => {
  const packed = gzipSync(Array.from({ length: 5000 }, (_, n) => `{"n":${n}}`).join('\n'))
  const lake = await reader(packed.subarray(0, packed.length - 100), 1000)
  await expect(linesOf(lake, 'a.jsonl.gz')).rejects.toMatchObject({
    code: 'LakeUnreadable',
    message: 's3://lake/a.jsonl.gz could not be read: unexpected end of file',
  })
})

test('GIVEN a connection that breaks WHEN an object is read THEN that is an error, not fewer lines', async () => {
  const packed = gzipSync(LINES.join('\n'))
  server = createServer((_, response) => {
    response.writeHead(200, { 'content-length': packed.length })
    response.write(packed.subarray(0, 20), () => response.destroy())
  })
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve))
  const lake = new LakeReader(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  await expect(linesOf(lake, 'a.jsonl.gz')).rejects.toMatchObject({ code: 'LakeUnreadable' })
})

test('GIVEN a server that is busy at first WHEN asked THEN it is asked again; where it has no such object THEN not', async () => {
  const statuses = [503, 500, 200, 404]
  let asked = 0
  server = createServer((_, response) => void response.writeHead(statuses[asked++] ?? 404).end('{"n":1}'))
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve))
  const lake = new LakeReader(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  expect(await linesOf(lake, 'a.jsonl')).toEqual(['{"n":1}'])
  await expect(linesOf(lake, 'b.jsonl')).rejects.toMatchObject({ code: 'LakeServerRefused' })
  expect(asked).toBe(4)
})

test('GIVEN no server WHEN asked for objects or lines THEN the error says what could not be read, and why', async () => {
  const lake = await reader(Buffer.from(''), 1)
  await new Promise((resolve) => server?.close(resolve))
  const [objects, lines] = await Promise.allSettled([lake.objects('lake', 'events/'), linesOf(lake, 'a.jsonl')])
  for (const result of [objects, lines]) {
    expect(result).toMatchObject({ status: 'rejected', reason: { code: 'LakeUnreadable' } })
    expect((result as PromiseRejectedResult).reason.message).toContain('ECONNREFUSED')
  }
})
