import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from '@jest/globals'
import { clusterKind, loadLock, LOCK_FILE, type EnvironmentLock } from '../../src/spec/index.js'
import { refusalOf } from './specs.js'

const folder = mkdtempSync(join(tmpdir(), 'clickstream-lock-'))
afterAll(() => rmSync(folder, { recursive: true }))
const beside = join(folder, 'clickstream.yaml')
const write = (content: string) => writeFileSync(join(folder, LOCK_FILE), content)

describe('the environment lock', () => {
  test('may be missing', () => {
    expect(loadLock(join(folder, 'nowhere', 'clickstream.yaml'))).toBeUndefined()
  })

  test('is read as it was written, with keys that later versions add', () => {
    const lock = {
      lockVersion: 1,
      lookedUpAt: '2026-11-24T00:00:00Z',
      calls: ['kafka:DescribeClusterV2'],
      cluster: {
        arn: 'arn:aws:kafka:us-east-1:123456789012:cluster/orders/11111111-2222-3333-4444-555555555555-3',
        type: 'PROVISIONED',
        kafkaVersion: '3.9.x',
        brokerCount: 3,
        instanceType: 'kafka.m7g.large',
        bootstrap: {
          iam: 'b-1.orders.kafka.us-east-1.amazonaws.com:9098,b-2.orders.kafka.us-east-1.amazonaws.com:9098',
        },
        securityGroupIds: ['sg-0a1b2c3d'],
        subnetIds: ['subnet-0a1b2c3d'],
      },
      vpc: {
        id: 'vpc-0a1b2c3d',
        cidr: '10.0.0.0/16',
        subnets: [{ id: 'subnet-0a1b2c3d', zone: 'us-east-1a', public: false }],
      },
      topics: [{ name: 'app_logs', partitions: 12 }],
      buckets: [{ name: 'my-data-bucket', versioned: true }],
    }
    write(JSON.stringify(lock))
    expect(loadLock(beside)).toEqual(lock)
  })

  test.each([
    ['no JSON', '{', 'LockSyntax', []],
    ['another version', '{"lockVersion":2}', 'LockInvalid', ['lockVersion']],
    [
      'several mistakes',
      '{"lockVersion":1,"cluster":{"brokerCount":"3","bootstrap":{"iam":"x; rm -rf"}}}',
      'LockInvalid',
      ['cluster.brokerCount', 'cluster.bootstrap.iam'],
    ],
    ['5 MB', JSON.stringify({ lockVersion: 1, x: 'x'.repeat(5_000_000) }), 'LockTooLarge', []],
  ])('%s is refused', (_what, content, code, paths) => {
    write(content)
    const error = refusalOf(() => loadLock(beside))
    expect([error.code, error.exitCode, error.place.file]).toEqual([code, 3, join(folder, LOCK_FILE)])
    expect(error.problems.map((problem) => problem.path)).toEqual(paths)
  })

  test.each<[EnvironmentLock['cluster'], string | undefined]>([
    [undefined, undefined],
    [{}, undefined],
    [{ type: 'PROVISIONED', instanceType: 'kafka.m7g.large' }, 'standard'],
    [{ type: 'PROVISIONED', instanceType: 'express.m7g.large' }, 'express'],
    [{ type: 'SERVERLESS' }, 'serverless'],
  ])('%o is %s', (cluster, kind) => {
    expect(clusterKind({ lockVersion: 1, cluster })).toBe(kind)
  })
})
