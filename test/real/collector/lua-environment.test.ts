import { expect, test } from '@jest/globals'
import { containerSpec } from '../../support/container-spec.js'
import { startCollector } from '../support/collector.js'

test('a wrong environment stops the start with a line that names the variable and never its value', async () => {
  const attempt = async (auth: 'scram' | 'iam', env: Record<string, string>): Promise<string> => {
    const spec = { ...containerSpec('nginx-lua'), kafka: { ...containerSpec('nginx-lua').kafka, auth } }
    return startCollector(spec, 'nginx-lua', env).then(
      async (started) => started.remove().then(() => 'started'),
      (error: Error) => error.message,
    )
  }
  const KAFKA_BROKERS = '127.0.0.1:1'
  expect(await attempt('scram', { KAFKA_BROKERS, KAFKA_USERNAME: 'u' })).toContain('KAFKA_PASSWORD is not set')
  expect(await attempt('scram', {})).toContain('KAFKA_BROKERS is not set')
  expect(await attempt('iam', { KAFKA_BROKERS })).toContain('AWS_REGION is not set')
  expect(await attempt('iam', { KAFKA_BROKERS, AWS_REGION: 'x', CLICKSTREAM_LISTEN: '0.0.0.0:80;' })).toContain(
    'CLICKSTREAM_LISTEN',
  )
  const secret = await attempt('scram', { KAFKA_BROKERS, KAFKA_USERNAME: 'u', KAFKA_PASSWORD: 'hunter2\n' })
  expect([secret.includes('KAFKA_PASSWORD'), secret.includes('hunter2\n')]).toEqual([true, false])
}, 30_000)
