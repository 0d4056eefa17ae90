import type { Tool } from '@strands-agents/sdk'
import { z } from 'zod'
import type { Spec } from '../../spec/index.js'
import type { LocalProject } from '../local-project/local-project.js'
import { workspaceTool } from '../workspace-tool.js'
import { rehearseTool } from './rehearse-tool.js'

export interface TrafficTestPlan {
  readonly endpoint: string
  /** Events in all. */
  readonly events: number
  readonly perTopic: readonly { readonly topic: string; readonly from: number; readonly to: number }[]
  readonly paths: readonly string[]
  /** One event as it is sent; `n` runs from 1 to `events`. */
  readonly example: { readonly run: string; readonly n: number; readonly of: number }
  readonly counts: readonly {
    readonly where: string
    readonly how: string
    readonly expected: string
    readonly waitSeconds: number
  }[]
  readonly refusals: readonly { readonly request: string; readonly expected: number }[]
}

/** Enough to reach every task and partition several times, little enough to read by hand where something is missing. */
const EVENTS_PER_TOPIC = 1000

/** Uploads, commits and queries may take this much longer than the interval that was configured. */
const SLACK_SECONDS = 60

export function testTools(local?: LocalProject): Tool[] {
  return [
    workspaceTool({
      role: 'testing',
      name: 'plan_traffic_test',
      description:
        'The traffic test: what is sent, how it is marked, where and when it is counted, what must be refused.',
      inputSchema: z.object({}),
      run: (workspace) => trafficTestPlan(workspace.spec()),
    }),
    ...(local === undefined ? [] : [rehearseTool(local)]),
  ]
}

export function trafficTestPlan(spec: Spec): TrafficTestPlan {
  const { routing, paths, maxBodyKiB } = spec.collector
  const events = routing.topics.length * EVENTS_PER_TOPIC
  return {
    endpoint: endpoint(spec),
    events,
    perTopic: routing.topics.map((topic, index) => ({
      topic,
      from: index * EVENTS_PER_TOPIC + 1,
      to: (index + 1) * EVENTS_PER_TOPIC,
    })),
    paths,
    example: { run: '<id of this run>', n: 1, of: events },
    counts: [
      {
        where: 'the answers',
        how: `status of each request: header ${routing.header}: <topic>, body base64 of the event`,
        expected: `${events} × 200; a 503 is sent again with the same n`,
        waitSeconds: 0,
      },
      {
        where: `Kafka (${routing.topics.join(', ')})`,
        how: 'records whose data.run is this run, from the offsets noted before',
        expected: 'every n at least once; what comes twice has the same meta.id',
        waitSeconds: 10,
      },
      ...spec.sinks.map((sink) => sinkCount(spec, sink)),
    ],
    refusals: [
      { request: `header ${routing.header}: a topic that is not in the allow-list`, expected: 400 },
      { request: 'a path that takes no events', expected: 404 },
      { request: `a body of ${maxBodyKiB + 1} KiB`, expected: 413 },
    ],
  }
}

function sinkCount(spec: Spec, sink: Spec['sinks'][number]): TrafficTestPlan['counts'][number] {
  const sent = spec.collector.routing.topics.filter((topic) => sink.topics.includes(topic)).length * EVENTS_PER_TOPIC
  if (sink.type === 's3-json') {
    return {
      where: `s3://${sink.bucket}/${sink.prefix}/`,
      how: 'lines of the objects written since the start whose data.run is this run',
      expected: `${sent} different n, none missing`,
      waitSeconds: sink.flushSeconds + SLACK_SECONDS,
    }
  }
  return {
    where: `table ${sink.database}.${sink.table}`,
    how: `SELECT count(DISTINCT json_extract_scalar(data, '$.n')) FROM ${sink.database}.${sink.table} WHERE json_extract_scalar(data, '$.run') = '<id of this run>'`,
    expected: `${sent}, and as many different event_id`,
    waitSeconds: sink.commitSeconds + SLACK_SECONDS,
  }
}

function endpoint(spec: Spec): string {
  const { certificateArn, domainName } = spec.network
  const scheme = certificateArn === undefined ? 'http' : 'https'
  return `${scheme}://${domainName ?? "<the load balancer's name, an output of the ingestion stack>"}`
}
