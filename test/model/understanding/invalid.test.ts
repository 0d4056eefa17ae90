import { describe, expect, test } from '@jest/globals'
import { saidIn } from './verbatim.js'

describe('values that fit no field', () => {
  test.each([
    ['use VPC vpc-123', 'network.vpcId'],
    ['vpc main-vpc', 'network.vpcId'],
    ['subnets subnet-abc and subnet-def', 'network.taskSubnetIds'],
    ['subnets: a, b', 'network.taskSubnetIds'],
    ['account 12345', 'account'],
    ['0 events per second', 'collector.load.peakEventsPerSecond'],
    ['event size 0 bytes', 'collector.load.averageEventBytes'],
    ['event size: small', 'collector.load.averageEventBytes'],
    ['domain collect_acme', 'network.domainName'],
    ['domain name: not a domain', 'network.domainName'],
    ['topic ../../etc/passwd', 'topics.0.name'],
    ['partitions: many', 'topics.0.partitions'],
    ['flush every 2 hours', 'sinks.0.flushSeconds'],
    ['commit every 3 hours', 'sinks.1.commitSeconds'],
    ['solution: apache', 'collector.solution'],
    ['auth mode kerberos5', 'kafka.auth'],
    ['memory: lots', 'collector.tasks.memoryMiB'],
    ['log retention: forever', 'observability.logRetentionDays'],
    ['| | views | clicks |\n|---|---|---|\n| partitions | 24 | 12 |', 'topics.0.partitions'],
  ])('%s', (turn, path) => {
    // GIVEN a value that its field cannot take WHEN it is understood THEN it is asked about and not stored
    expect(saidIn(turn)).toEqual({ said: {}, asked: [path] })
  })

  test.each(['account team 12 people', 'vpc: default', 'region: tbd', 'domain: none', 'partitions: default'])(
    '%s is no value',
    (turn) => {
      expect(saidIn(turn)).toEqual({ said: {}, asked: [] })
    },
  )
})

describe('text that fits in part', () => {
  test.each([
    ['path /events;x', ['collector.paths']],
    ['bucket my-data-bucket path /a;b{}', ['collector.paths']],
    ['cluster {{name}} is ours', ['kafka.cluster']],
    ['{{name}} cluster', ['kafka.cluster']],
    ['topic {{topic}}', ['topics.0.name']],
    ['take ${this} along', ['other']],
  ])('%s', (turn, asked) => {
    // GIVEN a value whose beginning would fit WHEN it is understood THEN the whole is asked about and no part of it stored
    const result = saidIn(turn)
    expect(result.asked).toEqual(asked)
    expect(Object.keys(result.said).filter((path) => path !== 'intent.bucket')).toEqual([])
  })
})
