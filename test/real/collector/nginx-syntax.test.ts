import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { Spec } from '../../../src/spec/schema.js'
import { allowedSpec } from '../../support/container-arbitraries.js'
import { writeContainer } from '../support/collector.js'
import { run } from '../support/programs.js'

/** What start.sh would leave behind, without starting anything. */
const PREPARE = `
  set -eu
  cd "$CLICKSTREAM_PREFIX"
  . ./listen.sh
  for part in client.sh module.sh; do [ ! -f "$part" ] || . "./$part"; done
  exec nginx -t -q -e stderr -p "$CLICKSTREAM_PREFIX/" -c nginx.conf`

const nginxTakes = async (spec: Spec, folder: string): Promise<void> => {
  const prefix = await writeContainer(spec, folder)
  const env = {
    PATH: process.env['PATH'],
    CLICKSTREAM_PREFIX: prefix,
    CLICKSTREAM_LISTEN: '127.0.0.1:8802',
    CLICKSTREAM_METRICS_LISTEN: '127.0.0.1:8803',
    KAFKA_BROKERS: '127.0.0.1:9092',
    KAFKA_USERNAME: 'user',
    KAFKA_PASSWORD: 'password',
    AWS_REGION: 'us-east-1',
  }
  const { stderr } = await run('/bin/sh', ['-c', PREPARE, join(prefix, 'start.sh')], { env })
  expect(stderr.split('\n').filter((line) => /\[(?:emerg|alert|crit|error)\]/.test(line))).toEqual([])
  await rm(prefix, { recursive: true })
}

test.each([
  ['nginx-lua', 'nginx-lua'],
  ['nginx-vector', 'nginx-vector/nginx'],
] as const)(
  '%s: the real nginx takes 150 rendered configurations',
  async (solution, folder) => {
    const specs = fc.sample(allowedSpec(solution), 150)
    const worker = async (): Promise<void> => {
      for (let spec = specs.pop(); spec !== undefined; spec = specs.pop()) {
        await nginxTakes(spec, folder).catch((error: Error) => {
          throw new Error(`${error.message}\n${JSON.stringify(spec)}`)
        })
      }
    }
    await Promise.all(Array.from({ length: 4 }, worker))
  },
  120_000,
)
