import { copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import type { DescribedContainer } from '../../src/site/assembly/describe.js'
import { isHealthy } from '../../src/site/local/container-health.js'
import { CONTAINERS } from '../../src/spec/container-facts.js'

const SCRIPT = fileURLToPath(new URL('../../templates/nginx-lua/health.sh', import.meta.url))

let folder: string
let server: Server
let status = 200
let asked: string[]
let address: string

beforeEach(async () => {
  status = 200
  asked = []
  folder = await mkdtemp(join(tmpdir(), 'clickstream-health-'))
  server = createServer(({ url = '' }, answer) => {
    asked.push(url)
    answer.writeHead(status).end()
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
})

afterEach(async () => {
  server.close()
  await rm(folder, { recursive: true, force: true })
})

async function healthOf(name: string): Promise<boolean> {
  const { healthCommand = [] } = CONTAINERS['nginx-lua'].find((facts) => facts.name === name) ?? {}
  const [, program = '', ...args] = healthCommand
  await mkdir(join(folder, 'containers', name), { recursive: true })
  await copyFile(SCRIPT, join(folder, 'containers', name, 'health.sh'))
  const health = { command: [program, ...args], timeoutSeconds: 5 }
  return isHealthy({ supervisor: { folder }, addresses: { metrics: address, shipper: address }, env: process.env }, {
    name,
    health,
  } as unknown as DescribedContainer)
}

test.each([
  ['collector', '/health'],
  ['fluent-bit', '/api/v1/uptime'],
])('GIVEN the %s WHEN asked by its own health check THEN it is well as long as it answers 200', async (name, path) => {
  expect(await healthOf(name)).toBe(true)
  status = 503
  expect(await healthOf(name)).toBe(false)
  expect(asked).toEqual([path, path])
})

test('GIVEN nobody at the port, or no health check WHEN asked THEN the first is not well and the second is', async () => {
  const parts = { supervisor: { folder }, addresses: {}, env: process.env }
  await new Promise((closed) => server.close(closed))
  expect(await healthOf('collector')).toBe(false)
  expect(await isHealthy(parts, { name: 'collector' } as DescribedContainer)).toBe(true)
})
