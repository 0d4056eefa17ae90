/** What collectors take, keep and are sized for; every value goes into the images or decides on a size, so none may be a token. */
export interface IngestionCollector {
  /**
   * nginx + Lua behind a network load balancer, or nginx + Vector behind an application load balancer.
   *
   * @default 'nginx-lua'
   */
  readonly solution?: 'nginx-lua' | 'nginx-vector'

  /**
   * Answers 200 once Kafka or the task's disk has an event, or once it is in memory.
   *
   * @default 'acknowledged'
   */
  readonly durability?: 'acknowledged' | 'buffered'

  /**
   * Events a second at the peak; everything is sized from it.
   *
   * @default 1000
   */
  readonly peakEventsPerSecond?: number

  /** @default 1300 */
  readonly averageEventBytes?: number

  /**
   * Minutes without Kafka that a task's disk must hold.
   *
   * @default - 30, fewer where 200 GiB of disk would not hold the events
   */
  readonly outageMinutes?: number

  /**
   * Paths that take events.
   *
   * @default ['/collect', '/data/v1']
   */
  readonly paths?: readonly string[]

  /**
   * Largest request body, in KiB.
   *
   * @default 1024
   */
  readonly maxBodyKiB?: number

  /**
   * Web origins whose pages may send events.
   *
   * @default - none
   */
  readonly corsOrigins?: readonly string[]

  /**
   * How much of a client's address is kept.
   *
   * @default 'full'
   */
  readonly clientAddress?: 'full' | 'truncated' | 'none'

  /**
   * Fargate CPU units of a task (1024 = 1 vCPU).
   *
   * @default - from the peak
   */
  readonly cpu?: number

  /**
   * Memory of a task.
   *
   * @default - 2 GiB a vCPU
   */
  readonly memoryMiB?: number

  /**
   * Tasks that always run.
   *
   * @default - what the average load needs, at least 2
   */
  readonly minTasks?: number

  /**
   * Most tasks that scaling may start.
   *
   * @default - 1.5 times what the peak needs
   */
  readonly maxTasks?: number

  /** @default 'arm64' */
  readonly architecture?: 'arm64' | 'x86_64'

  /**
   * Runs what is above `minTasks` on Fargate Spot.
   *
   * @default false
   */
  readonly spot?: boolean
}
