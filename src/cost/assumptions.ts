/** What an estimate has to assume because no spec says it. Each of these is repeated in the basis of the lines that use it. */

/** Hours of a month, as AWS's own calculator counts. */
export const HOURS = 730

/** Seconds of such a month. */
export const SECONDS = HOURS * 3600

/** Bytes of a GB. AWS counts 2^30 for most prices, so amounts here are up to 7 % high, never low. */
export const GB = 1_000_000_000

/** Events that a client sends over one connection; each event is a request of its own. */
export const REQUESTS_PER_CONNECTION = 5

/** How long a connection stays open: nginx closes an idle one after 75 s (`keepalive_timeout`, nginx's default). */
export const CONNECTION_SECONDS = 75

/** Bytes that an event's request has besides the event: request line, headers, TCP and IP. */
export const REQUEST_OVERHEAD_BYTES = 500

/** Bytes of a response, with its headers, TCP and IP. */
export const RESPONSE_BYTES = 250

/** Zones that a cluster spans where the environment lock does not say. */
export const ZONES = 3

/** Public addresses of a load balancer, one a zone, where its subnets are not known. */
export const LOAD_BALANCER_ZONES = 2

/** What is left of an event's bytes on the way to and from Kafka: the collectors compress small batches with lz4. */
export const IN_KAFKA_SHARE = 0.5

/** What is left of an event's bytes after gzip (JSON) or zstd (Parquet). */
export const STORED_SHARE = 0.25

/** Files that a commit to an Iceberg table adds besides the data: manifest, manifest list, table metadata. */
export const METADATA_FILES_PER_COMMIT = 3

/** Log output of one task or connector worker in GB a month; collectors write no line per request. */
export const LOG_GB_PER_PROCESS = 0.5

/** Metrics that alarms look at, which is what CloudWatch charges: as many as `constructs/observability` and `event-canary` make. */
export const ALARM_METRICS = {
  service: 4,
  /** What nginx + Lua counts itself. */
  events: 8,
  canary: 1,
  deadLetters: 1,
  /** Running and failed tasks; one for each topic's lag is added. */
  sink: 2,
  /** With the canary: records read, freshness, and measurements that failed. */
  sinkWithCanary: 5,
} as const
