import { describe, expect, it } from '@jest/globals'
import { type CostEstimate, estimateMonthlyCost } from '../../src/cost/index.js'
import { exampleSpec } from './example-spec.js'

const usd = (estimate: CostEstimate): Record<string, number> =>
  Object.fromEntries(estimate.lines.map(({ what, usd }) => [what, usd]))

describe('estimateMonthlyCost', () => {
  it('adds up what a spec brings, as worked out by hand', () => {
    // GIVEN 1000 events/s on average: 2,628,000,000 events, 2628 GB, a month of 2,628,000 s
    const spec = exampleSpec()

    // WHEN
    const estimate = estimateMonthlyCost(spec)

    // THEN
    expect(usd(estimate)).toEqual({
      // 12 / 3 = 4 tasks × (1 × 0.03238 + 2 × 0.00356) × 730
      'Fargate tasks': 115.34,
      // 0.0225 × 730 = 16.425
      'NLB (TLS)': 16.43,
      // new: 200/s ÷ 50 = 4; active: 15,000 ÷ 3000 = 5; bytes: 1750 × 3,600,000 = 6.3 GB/h, the most × 0.006 × 730
      'NLB (TLS) capacity units': 27.59,
      // 2 × 0.005 × 730
      'Public IPv4 addresses': 7.3,
      // 2,628,000,000 × 250 bytes = 657 GB × 0.09
      'Responses to the internet': 59.13,
      // 1 worker × 1 MCU × 0.11 × 730
      'MSK Connect, s3-json events': 80.3,
      // 12 of 18 partitions: 1752 GB ÷ 4 = 438 GB × 0.023
      'S3 storage, s3-json events': 10.07,
      // 2,628,000 ÷ 60 × 12 = 525,600 × 0.000005
      'S3 PUT requests, s3-json events': 2.63,
      // 6 / 3 = 2 workers × 2 MCU × 0.11 × 730
      'MSK Connect, iceberg clickstream.app_logs': 321.2,
      // 2628 GB ÷ 4 = 657 GB × 0.023
      'S3 storage, iceberg clickstream.app_logs': 15.11,
      // 2,628,000 ÷ 300 × (18 + 3) = 183,960 × 0.000005
      'S3 PUT requests, iceberg clickstream.app_logs': 0.92,
      // written once, read 2/3 and 1 times: 2628 × 8/3 = 7008 GB, half of it after lz4, two of three zones away = 2336 GB × 0.02
      'Data between zones, Kafka': 46.72,
      // 4 tasks + 3 workers: 3.5 GB × 0.50, and 3.5 × 2 months × 0.03
      'CloudWatch logs': 1.96,
      // collectors 4 + 8, canary 1; dead letters 1, sinks 5 + 1 and 5 + 2
      'CloudWatch alarms': 2.7,
      'CloudWatch dashboards': 3,
    })
    expect({ ...estimate, lines: [], notes: [] }).toEqual({
      currency: 'USD',
      region: 'us-east-1',
      total: 710.4,
      lines: [],
      pricesAsOf: '2026-04-01',
      notes: [],
    })
  })

  it('takes the load balancer of the solution and of the listener', () => {
    // GIVEN the same load behind an ALB, and behind an NLB without a certificate
    const vector = exampleSpec()
    vector.collector.solution = 'nginx-vector'
    const plain = exampleSpec()
    delete plain.network.certificateArn

    // WHEN
    const lines = [vector, plain].map((spec) => usd(estimateMonthlyCost(spec)))

    // THEN new connections decide for the ALB: 200/s ÷ 25 = 8 LCU × 0.008 × 730; bytes for TCP: 6.3 NLCU
    expect(lines.map((line) => [line['ALB capacity units'], line['NLB (TCP) capacity units']])).toEqual([
      [46.72, undefined],
      [undefined, 27.59],
    ])
  })

  it('charges tasks above the minimum at the Spot price where Spot is on', () => {
    // GIVEN 4 tasks on average, 2 of them above the minimum
    const spec = exampleSpec()
    spec.collector.tasks = { ...spec.collector.tasks, architecture: 'x86_64', spot: true }

    // WHEN
    const lines = usd(estimateMonthlyCost(spec))

    // THEN (2 + 2 × 0.3) × (0.04048 + 2 × 0.004445) × 730
    expect(lines['Fargate tasks']).toBe(93.7)
  })

  it('leaves out what an internal endpoint, no sink and no dashboard do not cost', () => {
    // GIVEN
    const spec = exampleSpec()
    spec.network.exposure = 'internal'
    spec.sinks = []
    spec.observability.dashboard = false

    // WHEN the lock says that the cluster spans two zones
    const lines = usd(estimateMonthlyCost(spec, { cluster: { subnetIds: ['subnet-0aaaaaaa', 'subnet-0bbbbbbb'] } }))

    // THEN 2628 GB, half of it after lz4, half of that to the other zone; 2 GB of logs
    expect(lines).toEqual({
      'Fargate tasks': 115.34,
      'NLB (TLS)': 16.43,
      'NLB (TLS) capacity units': 27.59,
      'Data between zones, Kafka': 13.14,
      'CloudWatch logs': 1.12,
      'CloudWatch alarms': 1.3,
    })
  })

  it('pays less for responses beyond the first 10 TB', () => {
    // GIVEN 100,000 events/s on average: 65,700 GB of responses
    const spec = exampleSpec()
    spec.collector.load.peakEventsPerSecond = 300_000

    // WHEN
    const lines = usd(estimateMonthlyCost(spec))

    // THEN 10,000 × 0.09 + 40,000 × 0.085 + 15,700 × 0.07
    expect(lines['Responses to the internet']).toBe(5399)
  })

  it('says that a region is estimated with the prices of another', () => {
    // GIVEN
    const spec = { ...exampleSpec(), region: 'cn-north-1' }

    // WHEN
    const { total, notes } = estimateMonthlyCost(spec)

    // THEN
    expect(total).toBe(estimateMonthlyCost(exampleSpec()).total)
    expect(notes.filter((note) => note.includes('price'))).toEqual([
      'no price table for cn-north-1: prices of us-east-1 are used; those of cn-north-1 differ',
      'the China regions bill in CNY, by a price list of their own',
    ])
  })

  it('says what is not in it', () => {
    // GIVEN / WHEN
    const { notes } = estimateMonthlyCost(exampleSpec())

    // THEN
    expect(notes).toEqual([
      'the average load is taken as a third of the peak: 1,000 of 3,000 events/s of 1,000 bytes, 2,628 million events a month',
      'not included: the Kafka cluster itself, which exists already (its storage grows with the retention of the topics)',
      'not included: NAT gateways and VPC endpoints, DNS, KMS, secrets, container registry, metrics of Container Insights, access logs, taxes, support; free tiers and discounts are left out too',
      'storage is that of one month of events, kept for one month: it adds up with every month that is kept',
      'the backup bucket is filled only while Kafka does not answer, so nothing is counted for it',
    ])
  })
})
