/** A figure with where it comes from; measured ones are of prototypes on two shared cores, so ratios hold and times do not. */
export interface Figure {
  readonly what: string
  readonly value: string
  readonly source: string
}

/** What is known about the speed and the losses of both collectors. */
export const FIGURES: Readonly<Record<'nginx-lua' | 'nginx-vector', readonly Figure[]>> = {
  'nginx-lua': [
    {
      what: 'throughput',
      value: '50,000 events/s of 1.3 KB on 12 Fargate vCPU (3 tasks of 4) at 70 % CPU',
      source: 'published by the system that this one follows',
    },
    {
      what: 'latency',
      value:
        "200 after the broker's acknowledgement: p50 12 to 13 ms, p99 20 to 26 ms at 512 connections and 37,000 to 40,000 requests/s on one core",
      source: 'measured: nginx and librdkafka on one core, Kafka 3.9 on another, bodies of 1.25 KB',
    },
    {
      what: 'losses',
      value: 'records in Kafka = answers of 200 in every acknowledged run',
      source: 'measured, same set-up',
    },
  ],
  'nginx-vector': [
    {
      what: 'throughput',
      value: '4,000 to 6,000 requests/s on 2 vCPU (nginx, Vector 0.34, Kafka)',
      source: 'Clickstream Analytics on AWS guide, "Configure ingestion endpoint"',
    },
    {
      what: 'latency',
      value: 'into a disk buffer, which this version does not use yet: median 0.6 ms, at most 47 ms',
      source: 'measured: Vector 0.58, Kafka down, 100 requests',
    },
    {
      what: 'losses',
      value:
        'with a disk buffer, which this version does not use yet, 8,900 of 8,900 events were there after 13 kills; a lost host can take the last 0.5 s with it',
      source: 'measured: Vector 0.58; the interval is in its source',
    },
  ],
}
