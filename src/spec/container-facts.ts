import type { Solution } from './schema.js'

/** What the container images promise to the task definition that runs them; the files in `templates/` keep to it. */
export interface ContainerFacts {
  /** Name of the container in the task. */
  readonly name: string

  /** Folder of its Dockerfile, under `containers/` of a generated project. */
  readonly folder: string

  /** Port that the load balancer sends to; absent where nothing outside of the task may connect. */
  readonly port?: number

  /** Command of the ECS health check (ECS does not read the image's HEALTHCHECK). */
  readonly healthCommand: readonly string[]

  /** User and group id that the image runs as. */
  readonly userId: number

  /**
   * Folders that must be writable where the root file system is read-only: a task volume each. The image declares them as
   * VOLUME and owns them, so that Fargate's empty volumes take over the owner.
   */
  readonly writableFolders: readonly string[]

  /** Environment variables that the task must give, each as a secret. */
  readonly secrets: Readonly<Record<'none' | 'tls' | 'scram' | 'iam', readonly string[]>>
}

/** The port that takes events, in both solutions, and the loopback port with health and metrics. */
export const COLLECTOR_PORTS = { events: 8802, metrics: 8803 } as const

/** Answers 200 as long as nginx answers; never asks Kafka, because ECS kills what fails its health check. */
export const HEALTH_PATH = '/health'

/**
 * Seconds between the stop signal and the kill: 45 s for requests in flight (`worker_shutdown_timeout`), 15 s to flush the
 * producer. Fargate's maximum is 120.
 */
export const STOP_TIMEOUT_SECONDS = 75

const USER_ID = 10001
const BROKERS = ['KAFKA_BROKERS']
const kafkaSecrets = {
  none: BROKERS,
  tls: BROKERS,
  scram: [...BROKERS, 'KAFKA_USERNAME', 'KAFKA_PASSWORD'],
  iam: BROKERS,
} as const

/** The containers of a collector task, the one that the load balancer reaches first. */
export const CONTAINERS: Readonly<Record<Solution, readonly [ContainerFacts, ...ContainerFacts[]]>> = {
  'nginx-lua': [
    {
      name: 'collector',
      folder: 'nginx-lua',
      port: COLLECTOR_PORTS.events,
      healthCommand: ['CMD', '/bin/bash', '/opt/clickstream/health.sh'],
      userId: USER_ID,
      writableFolders: ['/opt/clickstream/spool'],
      secrets: kafkaSecrets,
    },
  ],
  'nginx-vector': [
    {
      name: 'collector',
      folder: 'nginx-vector/nginx',
      port: COLLECTOR_PORTS.events,
      healthCommand: ['CMD', '/bin/bash', '/opt/clickstream/health.sh'],
      userId: USER_ID,
      writableFolders: ['/opt/clickstream/spool'],
      secrets: { none: [], tls: [], scram: [], iam: [] },
    },
    {
      name: 'vector',
      folder: 'nginx-vector/vector',
      healthCommand: ['CMD', '/bin/bash', '/opt/clickstream/health.sh', '8686'],
      userId: USER_ID,
      writableFolders: ['/var/lib/vector'],
      secrets: kafkaSecrets,
    },
  ],
}
