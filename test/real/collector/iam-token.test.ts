import { rm, writeFile } from 'node:fs/promises'
import { createHash, createHmac } from 'node:crypto'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { SignatureV4 } from '@smithy/signature-v4'
import { containerSpec } from '../../support/container-spec.js'
import { writeContainer } from '../support/collector.js'
import { freePorts, type Running, start, until } from '../support/programs.js'

/** A server that makes tokens with the collector's own Lua files, for the clock and credentials that it is told. */
const conf = (port: number): string => `
load_module /usr/lib/nginx/modules/ndk_http_module.so;
load_module /usr/lib/nginx/modules/ngx_http_lua_module.so;
worker_processes 1; error_log stderr warn; pid spool/nginx.pid;
events {}
http {
  access_log off;
  client_body_temp_path spool/a; proxy_temp_path spool/b; fastcgi_temp_path spool/c; uwsgi_temp_path spool/d; scgi_temp_path spool/e;
  lua_package_path "$prefix/lua/?.lua;/usr/share/lua/5.1/?.lua;;";
  server {
    listen 127.0.0.1:${port};
    location = /token { content_by_lua_block {
      ngx.req.read_body()
      local asked = require("cjson").decode(ngx.req.get_body_data())
      local token, ends = require("iam_token").make(asked.region, asked.credentials, asked.at)
      ngx.print(token, " ", ends)
    } }
  }
}
`

let prefix: string
let running: Running
let url: string

beforeAll(async () => {
  const [port] = await freePorts()
  prefix = await writeContainer(containerSpec('nginx-lua'), 'nginx-lua')
  await writeFile(join(prefix, 'token.conf'), conf(port))
  const script = 'cd "$0" && mkdir -p spool && exec nginx -e stderr -p "$0/" -c token.conf -g "daemon off; user root;"'
  running = start('/bin/sh', ['-c', script, prefix], { env: { PATH: process.env['PATH'] } })
  url = `http://127.0.0.1:${port}/token`
  await until('nginx to answer', async () => (await fetch(url, { method: 'POST', body: ask(0) })).ok)
})

afterAll(async () => {
  await running?.stop()
  await rm(prefix, { recursive: true, force: true })
})

interface Credentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
}

const CREDENTIALS: Credentials = {
  accessKeyId: 'AKIDEXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
}

const ask = (at: number, region = 'us-east-1', credentials = CREDENTIALS, expires?: number): string =>
  JSON.stringify({
    at,
    region,
    credentials: {
      access_key_id: credentials.accessKeyId,
      secret_access_key: credentials.secretAccessKey,
      session_token: credentials.sessionToken,
      expires,
    },
  })

class Sha256 {
  private readonly hash
  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.hash = secret === undefined ? createHash('sha256') : createHmac('sha256', Buffer.from(secret as Uint8Array))
  }
  update(data: Uint8Array): void {
    this.hash.update(data)
  }
  async digest(): Promise<Uint8Array> {
    return this.hash.digest()
  }
}

/** The same token by AWS's own signing library, put together as aws-msk-iam-sasl-signer-js does. */
const expected = async (at: number, region: string, credentials: Credentials, lifetime: number): Promise<string> => {
  const hostname = `kafka.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}`
  const signer = new SignatureV4({
    service: 'kafka-cluster',
    region,
    credentials,
    sha256: Sha256,
    applyChecksum: false,
  })
  const { query } = await signer.presign(
    {
      method: 'GET',
      protocol: 'https:',
      hostname,
      path: '/',
      headers: { host: hostname },
      query: { Action: 'kafka-cluster:Connect' },
    },
    { expiresIn: lifetime, signingDate: new Date(at * 1000) },
  )
  const encode = (text: string): string =>
    encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)
  const text = Object.entries({ ...query, 'User-Agent': 'clickstream-collector' })
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([key, value]) => `${encode(key)}=${encode(String(value))}`)
    .join('&')
  return Buffer.from(`https://${hostname}/?${text}`).toString('base64url')
}

const SESSION = { ...CREDENTIALS, sessionToken: 'IQoJb3JpZ2lu//+==/with&odd=characters~-._ é' }

test.each([
  ['long-term keys', 1_440_938_160, 'us-east-1', CREDENTIALS],
  ['a task role', 1_795_490_000, 'eu-central-1', SESSION],
  ['China', 1_709_251_199, 'cn-northwest-1', SESSION],
])('%s: the token is byte for byte what AWS signs', async (_, at, region, credentials) => {
  const [token, ends] = (await (await fetch(url, { method: 'POST', body: ask(at, region, credentials) })).text()).split(
    ' ',
  )
  expect([token, Number(ends)]).toEqual([await expected(at, region, credentials, 900), at + 900])
})

test('a token does not outlive its credentials', async () => {
  const at = 1_795_490_000
  const [token, ends] = (
    await (await fetch(url, { method: 'POST', body: ask(at, 'us-east-1', SESSION, at + 300) })).text()
  ).split(' ')
  expect([token, Number(ends)]).toEqual([await expected(at, 'us-east-1', SESSION, 300), at + 300])
})
