import { describe, expect, test } from '@jest/globals'
import { z } from 'zod'
import { leafSchemasAt } from '../../src/spec/index.js'

const takes = (path: string, value: unknown) => leafSchemasAt(path).some((schema) => z.safeParse(schema, value).success)
const ARN = 'arn:aws:kafka:us-east-1:123456789012:cluster/orders/11111111-2222-3333-4444-555555555555-3'

describe("names at and past AWS's limits", () => {
  test.each<[string, unknown, unknown]>([
    ['name', `a${'b'.repeat(23)}`, `a${'b'.repeat(24)}`],
    ['name', 'abc', 'ab'],
    ['name', 'web-1', '1-web'],
    ['sinks.0.bucket', 'a'.repeat(63), 'a'.repeat(64)],
    ['sinks.0.bucket', 'abc', 'ab'],
    ['sinks.0.bucket', 'my.bucket', 'my..bucket'],
    ['sinks.0.bucket', '192.168.5', '192.168.5.4'],
    ['sinks.0.bucket', 'data-bucket', 'xn--bucket'],
    ['sinks.0.bucket', 'data-bucket', 'data-bucket-s3alias'],
    ['topics.0.name', 'a'.repeat(200), 'a'.repeat(201)],
    ['topics.0.name', 'a.b', '..'],
    ['topics.0.partitions', 10_000, 10_001],
    ['sinks.0.database', 'a'.repeat(120), 'a'.repeat(121)],
    ['sinks.0.prefix', 'a/b=c', 'a/../b'],
    ['sinks.0.prefix', 'a', 'a/'],
    ['kafka.cluster', 'a'.repeat(64), 'a'.repeat(65)],
    ['kafka.cluster', ARN, `${ARN};`],
    ['account', '012345678901', '12345678901'],
    ['network.vpcId', 'vpc-0a1b2c3d', 'vpc-0a1b2c3'],
    ['network.taskSubnetIds', ['subnet-0a1b2c3d', 'subnet-0a1b2c3e'], ['subnet-0a1b2c3d', 'subnet-0a1b2c3d']],
    ['network.domainName', `${'a'.repeat(63)}.example.com`, `${'a'.repeat(64)}.example.com`],
    ['collector.corsOrigins', ['https://www.example.com:8443'], ['https://*.example.com']],
    ['collector.corsOrigins', [], ['https://www.example.com/']],
    ['collector.paths', ['/a/b'], ['/a b']],
    ['collector.paths', ['/a'], ['/a;return 200']],
    ['collector.routing.header', 'x-project', 'x_project$'],
    ['collector.routing.key', 'json:user.id', 'json:user..id'],
    ['collector.outageMinutes', 1440, 1441],
    ['collector.tasks.cpu', 4096, 4095],
    ['observability.logRetentionDays', 30, 31],
    ['observability.alarmEmail', 'ops@example.com', 'ops@example'],
    ['tags.a b', 'x', 'x\ny'],
    [`tags.${'k'.repeat(128)}`, 'x', 1],
    ['platform.rolePrefix', 'lz-', 'a'.repeat(21)],
  ])('%s takes %j and not %j', (path, good, bad) => {
    expect([takes(path, good), takes(path, bad)]).toEqual([true, false])
  })

  test.each([
    'tags.aws:x',
    `tags.${'k'.repeat(129)}`,
    'tags.__proto__',
    'topics.50.name',
    'sinks.20.type',
    'topics.01.name',
    'collector',
    'constructor',
    'collector.paths.0',
    '',
  ])('%j is no leaf', (path) => {
    expect(leafSchemasAt(path)).toEqual([])
  })

  test.each(['{{name}}', '${name}', '"; drop', '$(id)', '`id`', 'a\nb', 'a\0b', '<script>', 'ａｂｃ', ' a'])(
    'no text field takes %j',
    (text) => {
      const paths = [
        'name',
        'region',
        'account',
        'kafka.cluster',
        'topics.0.name',
        'sinks.0.bucket',
        'sinks.0.prefix',
        'sinks.1.database',
        'collector.routing.header',
        'collector.routing.key',
        'network.domainName',
        'platform.ecsCluster',
        'platform.imageMirror',
        'images.tag',
        'tags.team',
      ]
      expect(paths.filter((path) => takes(path, text) && path !== 'tags.team')).toEqual([])
    },
  )
})
