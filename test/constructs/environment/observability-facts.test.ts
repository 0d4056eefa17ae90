import { describe, expect, test } from '@jest/globals'
import { ICEBERG, LOCK, S3_JSON, testEnvironment, type SpecChanges } from '../support.js'

const watchOf = (changes: SpecChanges = {}) => testEnvironment(changes, LOCK)[1].watch

describe('the canary of a spec', () => {
  test('sends to the topics that clients may name, and looks for them where they are stored', () => {
    // WHEN
    const { canary } = watchOf()
    // THEN
    expect(canary).toMatchObject({
      name: 'web-events',
      header: 'project',
      topics: ['app_logs', 'web_logs'],
      checkHostName: false,
      sinks: [
        { type: 's3-json', name: 's3-json', prefix: 'events', topics: ['app_logs'] },
        {
          type: 'iceberg',
          name: 'app_logs',
          prefix: 'warehouse/clickstream.db/app_logs',
          database: 'clickstream',
          table: 'app_logs',
          topics: ['app_logs', 'web_logs'],
        },
      ],
    })
    expect(canary?.sinks?.map(({ interval }) => interval.toSeconds())).toEqual([60, 300])
    expect(canary).not.toHaveProperty('vpc')
  })

  test('does not look into a sink that nothing it sends gets to', () => {
    const { canary, connectors } = watchOf({ sinks: [S3_JSON, { ...ICEBERG, topics: ['from_elsewhere'] }] })
    expect(canary?.sinks?.map(({ name }) => name)).toEqual(['s3-json'])
    // Whether events get there at all, nobody knows, so that silence is no failure.
    expect(connectors.steadyEvents).toBe(false)
  })

  test('is in the VPC where the endpoint is, checks the name where there is one, and is not there where nobody wants it', () => {
    expect(watchOf({ network: { exposure: 'internal' } }).canary).toMatchObject({
      vpc: expect.anything(),
      subnets: expect.anything(),
    })
    expect(watchOf({ network: { domainName: 'collect.example.com' } }).canary?.checkHostName).toBe(true)
    const off = watchOf({ observability: { canary: false } })
    expect([off.canary, off.connectors.steadyEvents]).toEqual([undefined, false])
  })
})

test('all stacks of a project tell one topic, which has its name from the project', () => {
  const told = watchOf({ observability: { alarmEmail: 'ops@example.com' } })
  expect(told.collectors).toMatchObject({ alarmEmail: 'ops@example.com', alarmTopicName: 'web-events-alarms' })
  expect(told.connectors.alarmTopic?.topicName).toBe('web-events-alarms')
  expect(watchOf().connectors.alarmTopic).toBeUndefined()
})

test('brokers have disks to look after where the lock shows standard ones', () => {
  expect(watchOf().collectors.brokers).toEqual({ clusterName: 'orders-prod', count: 3 })
  expect(testEnvironment()[1].watch.collectors.brokers).toBeUndefined()
  const express = { ...LOCK, cluster: { ...LOCK.cluster, instanceType: 'express.m7g.large' } }
  expect(testEnvironment({}, express)[1].watch.collectors.brokers).toBeUndefined()
})

test.each([
  ['orders-prod', 'orders-prod'],
  ['arn:aws:kafka:us-east-1:123456789012:cluster/orders-prod/0a1b2c3d-1111-2222-3333-444455556666-7', 'orders-prod'],
])('the cluster %s has metrics as %s, and lag may be three of the longest commits', (cluster, clusterName) => {
  const { connectors, dashboard } = watchOf({ kafka: { cluster }, sinks: [{ ...ICEBERG, commitSeconds: 1200 }] })
  expect([connectors.clusterName, dashboard.clusterName]).toEqual([clusterName, clusterName])
  expect(connectors.lag?.toSeconds()).toBe(3600)
  expect(dashboard.sinks).toEqual([{ name: 'app_logs', freshnessSeconds: 3600 }])
})
