import type { Solution } from './schema.js'

/** A writable folder of a task: the name of the volume and where the container sees it. */
export interface TaskVolume {
  readonly name: string
  readonly path: string
}

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
   * What must be writable where the root file system is read-only; containers that name the same volume share it. The image
   * declares each path as VOLUME and owns it, so that Fargate's empty volumes take over the owner.
   */
  readonly volumes: readonly TaskVolume[]

  /** Seconds between the stop signal and the kill; the sum over the containers of a task is below Fargate's 120. */
  readonly stopTimeoutSeconds: number

  /** False where the task goes on without this container, which ECS then starts again. */
  readonly essential: boolean

  /** What the container before this one waits for; at the stop it is that one's turn first (ECS stops in reverse order). */
  readonly awaited?: 'started' | 'healthy'

  /** True where the container asks ECS to spare the task while its disk holds events that Kafka does not have. */
  readonly protectsTask?: boolean

  /** Environment variables that the task must give, each as a secret. */
  readonly secrets: Readonly<Record<'none' | 'tls' | 'scram' | 'iam', readonly string[]>>
}

/** The port that takes events, in both solutions; the loopback ports with health and metrics, of nginx and of Fluent Bit. */
export const COLLECTOR_PORTS = { events: 8802, metrics: 8803, shipper: 2020 } as const

/** Answers 200 as long as nginx answers; never asks Kafka, because ECS kills what fails its health check. */
export const HEALTH_PATH = '/health'

/** Answers 200 as long as Fluent Bit answers; `/api/v1/health` would fail with S3, and a restart repairs nothing there. */
const SHIPPER_HEALTH_PATH = '/api/v1/uptime'

/** Seconds after the stop signal in which the nginx + Lua collector still takes events: a network load balancer sends new connections for a while. */
export const DRAIN_SECONDS = 30

/** Seconds that Fluent Bit gives itself at the stop (`grace`): enough for the last objects; measured, it is gone at most 17 s later. */
export const SHIPPER_GRACE_SECONDS = 30

/** Seconds for which nginx keeps an idle connection (`keepalive_timeout`, and its default with Vector); a load balancer must give up sooner. */
export const IDLE_CONNECTION_SECONDS = 75

/** What the containers of a task may take to stop where nobody divides it among them: 120 s, less 10 to spare. */
export const STOP_BUDGET_SECONDS = 110

/**
 * Seconds between the stop signal and the kill. A task's containers stop one after the other, and a Spot interruption leaves
 * 120 s in all (Fargate developer guide, "Fargate Spot termination notices"): each line adds up to less.
 *
 * nginx-lua: 30 s draining + 15 s flush + 15 s to spare, then grace 30 s + 17 s (measured with S3 away) + 3 s to spare: 110 s.
 * nginx-vector: `worker_shutdown_timeout` 45 s + 5 s to spare, then Vector's own limit of 60 s + 5 s to spare: 115 s.
 */
const STOP_SECONDS = {
  collector: DRAIN_SECONDS + 15 + 15,
  shipper: SHIPPER_GRACE_SECONDS + 17 + 3,
  front: 45 + 5,
  vector: 60 + 5,
} as const

const USER_ID = 10001

/** Where an image has its files. */
export const IMAGE_FOLDER = '/opt/clickstream'

const SPOOL: TaskVolume = { name: 'spool', path: `${IMAGE_FOLDER}/spool` }
const BROKERS = ['KAFKA_BROKERS']
const LOGIN = [...BROKERS, 'KAFKA_USERNAME', 'KAFKA_PASSWORD']
const NOTHING = { none: [], tls: [], scram: [], iam: [] } as const

const healthCommand = (...args: readonly string[]): readonly string[] => [
  'CMD',
  '/bin/bash',
  `${IMAGE_FOLDER}/health.sh`,
  ...args,
]

/** The containers of a collector task, the one that the load balancer reaches first. */
export const CONTAINERS: Readonly<Record<Solution, readonly [ContainerFacts, ...ContainerFacts[]]>> = {
  'nginx-lua': [
    {
      name: 'collector',
      folder: 'nginx-lua',
      port: COLLECTOR_PORTS.events,
      healthCommand: healthCommand(String(COLLECTOR_PORTS.metrics)),
      userId: USER_ID,
      volumes: [SPOOL],
      stopTimeoutSeconds: STOP_SECONDS.collector,
      essential: true,
      protectsTask: true,
      // The ARN, because a changed secret is read again while the task runs.
      secrets: { none: BROKERS, tls: BROKERS, scram: [...LOGIN, 'KAFKA_SECRET_ARN'], iam: BROKERS },
    },
    {
      name: 'fluent-bit',
      folder: 'fluent-bit',
      healthCommand: healthCommand(String(COLLECTOR_PORTS.shipper), SHIPPER_HEALTH_PATH),
      userId: USER_ID,
      volumes: [SPOOL],
      stopTimeoutSeconds: STOP_SECONDS.shipper,
      // Events are taken and stored without it; what it has not shipped yet stays in the spool.
      essential: false,
      awaited: 'started',
      secrets: NOTHING,
    },
  ],
  'nginx-vector': [
    {
      name: 'collector',
      folder: 'nginx-vector/nginx',
      port: COLLECTOR_PORTS.events,
      healthCommand: healthCommand(String(COLLECTOR_PORTS.metrics)),
      userId: USER_ID,
      volumes: [SPOOL],
      stopTimeoutSeconds: STOP_SECONDS.front,
      essential: true,
      secrets: NOTHING,
    },
    {
      name: 'vector',
      folder: 'nginx-vector/vector',
      healthCommand: healthCommand('8686'),
      userId: USER_ID,
      volumes: [{ name: 'vector', path: '/var/lib/vector' }],
      stopTimeoutSeconds: STOP_SECONDS.vector,
      essential: true,
      awaited: 'healthy',
      secrets: { none: BROKERS, tls: BROKERS, scram: LOGIN, iam: BROKERS },
    },
  ],
}
