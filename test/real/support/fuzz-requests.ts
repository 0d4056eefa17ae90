import { deflateSync, gzipSync } from 'node:zlib'

/** Numbers from 0 to below 1, the same for the same seed (mulberry32). */
export const randomNumbers = (seed: number): (() => number) => {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

type Random = () => number
type Make = (random: Random) => string | Buffer

/** What a client would like to see at the start of a log line. */
export const FORGED = '2026/01/01 00:00:00 [crit] forged'

const pick = <T>(random: Random, of: readonly [T, ...T[]]): T => of[Math.floor(random() * of.length)] ?? of[0]
const bytes = (random: Random, most: number): Buffer =>
  Buffer.from(Array.from({ length: Math.floor(random() * most) }, () => random() * 256))
const event = (random: Random): string =>
  `{"fuzz":${Math.floor(random() * 1e9)},"text":"ü \\u00e9","list":[1,{"a":null}]}`

const bomb = gzipSync(Buffer.alloc(16 * 1024 * 1024, 0x20))
const nested = gzipSync(`{"a":${'['.repeat(500_000)}`)

/** A body, and the Content-Encoding that goes with it. */
const bodies: readonly [readonly [Make, string?], ...(readonly [Make, string?])[]] = [
  [event],
  [
    (random) =>
      Buffer.from(event(random))
        .toString('base64')
        .slice(0, Math.floor(random() * 90)),
  ],
  [
    (random) =>
      Buffer.from(event(random))
        .toString('base64')
        .replace(/[A-Z]/, pick(random, ['!', '\0', '\n', '=', '-'])),
  ],
  [(random) => Buffer.concat([Buffer.from('{"a":"'), bytes(random, 60), Buffer.from('"}')])],
  [(random) => bytes(random, 300)],
  [(random) => bytes(random, 300).toString('base64')],
  [() => '{"a":"\0"}'],
  [() => Buffer.from('{"a":"\0","\0":1}').toString('base64')],
  [() => `{"a":${'['.repeat(10_000)}${']'.repeat(10_000)}}`],
  [() => `{"a":${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}}`],
  [() => '['.repeat(100_000)],
  [() => `{"a":1e400,"b":-1e-400,"c":${'9'.repeat(5000)}}`],
  [() => '{"a":1,"a":{"a":2,"a":[]},"meta":{"id":"x"},"__proto__":{}}'],
  [() => '{"half":"\\ud83d","other":"\\ude00\\ud83d"}'],
  [(random) => event(random).slice(0, Math.floor(random() * 60))],
  [(random) => flip(Buffer.from(event(random)), random)],
  [(random) => `[${Array.from({ length: 20 }, () => event(random)).join(pick(random, [',', ',,', '\n', ';']))}]`],
  [(random) => Array.from({ length: 20 }, () => event(random)).join(pick(random, ['\n', '\r\n', '\n\n\0', '\v', ',']))],
  [() => bomb, 'gzip'],
  [() => nested, 'gzip'],
  [(random) => gzipSync(event(random)), 'gzip'],
  [(random) => gzipSync(event(random)).subarray(0, Math.floor(random() * 60)), 'gzip'],
  [(random) => flip(gzipSync(event(random)), random), 'gzip'],
  [(random) => flip(deflateSync(event(random)), random), 'deflate'],
  [(random) => bytes(random, 100), 'gzip'],
  [event, 'gzip, gzip'],
  [event, `x\x00${FORGED}`],
  [() => ''],
]

const flip = (buffer: Buffer, random: Random): Buffer => {
  const at = Math.floor(random() * buffer.length)
  buffer[at] = (buffer[at] ?? 0) ^ (1 << Math.floor(random() * 8))
  return buffer
}

/** Headers beside the usual ones. */
const headers: readonly [Make, ...Make[]] = [
  () => '',
  () => '',
  () => `X-Huge: ${'a'.repeat(40_000)}\r\n`,
  () => 'X-Many: a\r\n'.repeat(500),
  () => `Cookie: ${'c=1; '.repeat(1500)}\r\n`,
  (random) =>
    `project: ${pick(random, ['app_logs', 'web_logs', '"\\', `x ${FORGED}`, '../..', 'a'.repeat(5000), '%0d%0a', '\x1b[31m'])}\r\n`,
  () => 'project: app_logs\r\nproject: web_logs\r\n',
  () => `project: x\n${FORGED}\r\n`,
  () => `User-Agent: \x1b[2J${FORGED}\xff\xfe"\\\r\n`,
  () => `User-Agent: a\r\n ${FORGED}\r\n`,
  (random) => `x-event-id: ${pick(random, ['not-a-uuid', 'F47AC10B-58CC-4372-A567-0E02B2C3D479', '"}', '\xff'])}\r\n`,
  () => `X-Forwarded-For: "},{"x":"${FORGED}\r\n`,
  () => 'X-Forwarded-For: ::::::::, 1.2.3\r\n',
  () => 'Host: a\r\nHost: b\r\n',
  () => 'Host: \x00\r\n',
  () => 'Expect: 100-continue\r\n',
  () => 'Range: bytes=0-1,5-\r\n',
  () => 'Upgrade: websocket\r\nConnection: upgrade\r\n',
  () => 'Content-Type: multipart/form-data; boundary=\r\n',
  () => `Origin: https://www.example.com\r\n${FORGED}\r\n`,
  () => ': nameless\r\n',
  () => 'no colon\r\n',
]

/** How the length of the body is told, or lied about. */
const framings: readonly [(body: Buffer, random: Random) => Buffer, ...((body: Buffer, random: Random) => Buffer)[]] = [
  (body) => framed(`Content-Length: ${body.length}\r\n`, body),
  (body) => framed(`Content-Length: ${body.length}\r\n`, body),
  (body) => framed(`Content-Length: ${body.length}\r\n`, body),
  (body) => framed('Transfer-Encoding: chunked\r\n', chunked(body)),
  (body) => framed(`Content-Length: ${body.length}\r\nTransfer-Encoding: chunked\r\n`, chunked(body)),
  () =>
    framed(
      `Transfer-Encoding: chunked\r\nContent-Length: 3\r\n`,
      Buffer.from('0\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n'),
    ),
  (body) => framed('Transfer-Encoding: xchunked\r\n', chunked(body)),
  (body) => framed('Transfer-Encoding : chunked\r\n', chunked(body)),
  (body) => framed('Transfer-Encoding: chunked, identity\r\n', chunked(body)),
  (body) => framed(`Content-Length: ${body.length}\r\nContent-Length: ${body.length + 1}\r\n`, body),
  (body) => framed('Content-Length: -1\r\n', body),
  (body) => framed('Content-Length: 99999999999999999999\r\n', body),
  (body) => framed('Content-Length: 1e3\r\n', body),
  () => framed('Transfer-Encoding: chunked\r\n', Buffer.from('FFFFFFFFFFFFFFFF\r\nabc\r\n0\r\n\r\n')),
  () => framed('Transfer-Encoding: chunked\r\n', Buffer.from('5;ext="\r\nhello\r\n0\r\nTrailer: x\r\n\r\n')),
  () => framed('Transfer-Encoding: chunked\r\n', Buffer.from('zz\r\nhello\r\n0\r\n\r\n')),
  (body) => framed(`Content-Length: ${Math.max(0, body.length - 5)}\r\n`, body),
  (body) => framed('', body),
]

const framed = (header: string, body: Buffer): Buffer => Buffer.concat([Buffer.from(`${header}\r\n`), body])
const chunked = (body: Buffer): Buffer =>
  Buffer.concat([Buffer.from(`${body.length.toString(16)}\r\n`), body, Buffer.from('\r\n0\r\n\r\n')])

const lines: readonly [Make, ...Make[]] = [
  () => 'POST /collect HTTP/1.1',
  () => 'POST /collect HTTP/1.1',
  () => 'POST /data/v1 HTTP/1.1',
  () => 'POST /collect HTTP/1.0',
  (random) => `GET /collect?data=${Buffer.from(event(random)).toString('base64url')} HTTP/1.1`,
  (random) => `GET /collect?data=${bytes(random, 80).toString('latin1').replace(/[\s]/g, '')} HTTP/1.1`,
  () => `GET /collect?data=%00%0d%0a${encodeURIComponent(FORGED)} HTTP/1.1`,
  () => `POST /collect?q=%0a${'%22'.repeat(3000)} HTTP/1.1`,
  () => `GET /${'a/../'.repeat(50)}collect HTTP/1.1`,
  () => `POST /${'x'.repeat(20_000)} HTTP/1.1`,
  () => 'POST //collect%2f..%00 HTTP/1.1',
  () => 'NONSENSE /collect HTTP/1.1',
  () => 'POST /collect HTTP/9.9',
  () => 'POST /collect',
  () => 'POST\t/collect\tHTTP/1.1',
  () => `\r\n\r\nPOST /collect?${FORGED} HTTP/1.1`,
  () => 'PRI * HTTP/2.0',
]

/** A body, good or bad, and the Content-Encoding that goes with it. */
export const fuzzBody = (random: Random): { bytes: Buffer; encoding?: string } => {
  const [make, encoding] = pick(random, bodies)
  return { bytes: Buffer.from(make(random)), ...(encoding !== undefined && { encoding }) }
}

/** A request made of parts of which none, one or all may be bad. Every third is bad in its body alone. */
export const fuzzRequest = (random: Random, index: number): Buffer => {
  const { bytes: body, encoding } = fuzzBody(random)
  const plain = index % 3 === 0
  const line = plain ? 'POST /collect HTTP/1.1' : pick(random, lines)(random)
  const more = plain ? '' : pick(random, headers)(random)
  const framing = plain ? framings[0] : pick(random, framings)
  const encoded = encoding === undefined ? '' : `Content-Encoding: ${encoding}\r\n`
  const head = Buffer.from(`${line}\r\nHost: x\r\nConnection: close\r\n${encoded}${more}`, 'latin1')
  return Buffer.concat([head, framing(body, random)])
}

/** PROXY protocol v2 headers that are none. */
export const fuzzProxyHeader = (random: Random): Buffer => {
  const signature = Buffer.from('\r\n\r\n\0\r\nQUIT\n')
  const good = [0x21, 0x11, 0, 12, 203, 0, 113, 9, 10, 0, 0, 1, 0x30, 0x39, 0x22, 0x62]
  const kinds = [
    () => Buffer.concat([signature, flip(Buffer.from(good), random)]),
    () => Buffer.concat([flip(Buffer.from(signature), random), Buffer.from(good)]),
    () => Buffer.concat([signature, Buffer.from([0x21, 0x11, 0xff, 0xff]), bytes(random, 200)]),
    () => Buffer.concat([signature, Buffer.from([0x21, 0x31, 0, 216]), Buffer.alloc(216, 0x2f)]),
    () => Buffer.from(`PROXY TCP4 ${'1'.repeat(200)}\r\n`),
    () => Buffer.from(`PROXY TCP4 1.2.3.4 5.6.7.8 x\n${FORGED}\r\n`),
    () => bytes(random, 40),
  ] as const
  return (kinds[Math.floor(random() * kinds.length)] ?? kinds[0])()
}
