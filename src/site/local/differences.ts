/** Something that is not here as it is on AWS, and what covers it instead. */
export interface Difference {
  readonly what: string
  readonly instead: string
  /** A program that this machine lacks, so that a part was left out. @default - nothing was */
  readonly missing?: string
}

const ALWAYS: readonly Difference[] = [
  {
    what: 'load balancer, TLS certificate, DNS and security groups',
    instead: 'the collector listens itself; the static proof of `clickstream generate` follows the security groups',
  },
  {
    what: 'MSK: one broker without replication',
    instead: 'the collector’s own tests restart three brokers one after the other under load',
  },
  {
    what: 'MSK Connect: one worker for each worker configuration, of the same version of Kafka Connect; no MCU, no scaling',
    instead: 'capacities are checked when the project is synthesized',
  },
  {
    what: 'sinks flush and commit at least every 5 s, also where the project says a longer time',
    instead: 'the canary of a deployed project measures how fresh each sink is',
  },
  {
    what: 'S3 and Glue: a local server in memory, without IAM',
    instead: 'the roles’ statements are in the generated project’s README, each with its reason',
  },
]

/** The differences that hold for every project, then those of this one. */
export function differences(own: readonly (Difference | false)[]): Difference[] {
  return [...ALWAYS, ...own.filter((one) => one !== false)]
}

export const withoutFluentBit: Difference = {
  missing: 'Fluent Bit',
  what: 'no Fluent Bit on this machine: spilled and refused events stay on the collector’s disk',
  instead: 'install it or set CLICKSTREAM_FLUENT_BIT, then start again; `clickstream doctor` looks for it',
}

export const withoutCompiler: Difference = {
  missing: 'a C compiler',
  what: 'no C compiler on this machine: Lua reads the requests',
  instead: 'the answers and records are the same, at half of the speed',
}

export const withoutModule: Difference = {
  missing: 'nginx-dev',
  what: 'no nginx-dev on this machine: Lua answers plain requests, too',
  instead: 'the answers and records are the same, at three quarters of the speed; apt-get install --yes nginx-dev',
}

export function withoutAuthentication(auth: string): Difference {
  return {
    what: `Kafka without authentication in place of ${auth}`,
    instead: 'the collector’s own tests log in to a real broker by TLS, SCRAM and signed IAM tokens',
  }
}
