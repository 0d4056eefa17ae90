import { join } from 'node:path'
import { ClickstreamError } from '../../errors.js'
import type { DescribedContainer } from '../assembly/describe.js'
import { isHealthy } from './container-health.js'
import { freePorts } from './free-ports.js'
import { LOCAL_CREDENTIALS } from './lake-server.js'
import { containerFolder } from './local-images.js'
import type { LocalParts } from './local-parts.js'
import { programPath } from './which.js'

/** Milliseconds in which a container has to answer; a collector takes about one second. */
const PATIENCE_MS = 20_000

/**
 * Starts the containers of the nginx + Lua collector in the folders that were laid out for them, on one spool.
 *
 * @throws `ContainerUnsupported` for a container that nothing stands for here
 */
export async function startCollector(parts: LocalParts): Promise<void> {
  const { containers } = parts.description()
  const { fluentBit } = await parts.programs()
  const ordered = [...containers].sort((a, b) => Number(b.after.length === 0) - Number(a.after.length === 0))
  for (const container of ordered) {
    if (container.name === 'fluent-bit') {
      if (fluentBit !== undefined) await startShipper(parts, container, fluentBit)
    } else if (container.port !== undefined) {
      await startNginx(parts, container)
    } else {
      throw new ClickstreamError(`nothing stands for the container ${container.name} here`, {
        code: 'ContainerUnsupported',
        hint: 'the nginx + Lua collector can run on this machine',
        exitCode: 3,
      })
    }
  }
}

async function startNginx(parts: LocalParts, container: DescribedContainer): Promise<void> {
  const { supervisor, addresses, env } = parts
  const { spec } = parts.assembly
  const [free = 0, freeMetrics = 0] = await freePorts(2)
  // A collector that comes back listens where it did.
  const port = portOf(addresses.endpoint) ?? free
  const metricsPort = portOf(addresses.metrics) ?? freeMetrics
  const prefix = containerFolder(supervisor.folder, container)
  supervisor.start(container.name, '/bin/sh', [join(prefix, 'start.sh')], {
    cwd: prefix,
    // SIGTERM would go on for 30 s, for a load balancer that is not here.
    stopSignal: 'SIGQUIT',
    env: {
      PATH: programPath(env),
      ...container.environment,
      KAFKA_BROKERS: parts.address('kafka'),
      AWS_REGION: spec.region,
      CLICKSTREAM_PREFIX: prefix,
      CLICKSTREAM_LISTEN: `127.0.0.1:${port}`,
      CLICKSTREAM_METRICS_LISTEN: `127.0.0.1:${metricsPort}`,
      CLICKSTREAM_PROXY_PROTOCOL: 'off',
    },
  })
  supervisor.addresses({
    endpoint: `http://127.0.0.1:${port}${spec.collector.paths[0] ?? '/'}`,
    metrics: `http://127.0.0.1:${metricsPort}/metrics`,
  })
  await supervisor.answers(container.name, () => isHealthy(parts, container), PATIENCE_MS)
}

async function startShipper(parts: LocalParts, container: DescribedContainer, program: string): Promise<void> {
  const { supervisor, env } = parts
  const [port = 0] = await freePorts(1)
  const prefix = containerFolder(supervisor.folder, container)
  supervisor.start(container.name, '/bin/sh', [join(prefix, 'start.sh')], {
    cwd: prefix,
    env: {
      PATH: programPath(env),
      ...LOCAL_CREDENTIALS,
      AWS_REGION: parts.assembly.spec.region,
      AWS_ENDPOINT_URL_S3: parts.address('s3'),
      CLICKSTREAM_FLUENT_BIT: program,
      CLICKSTREAM_PREFIX: prefix,
      CLICKSTREAM_SHIPPER_LISTEN: `127.0.0.1:${port}`,
    },
  })
  supervisor.addresses({ shipper: `http://127.0.0.1:${port}` })
  await supervisor.answers(container.name, () => isHealthy(parts, container), PATIENCE_MS)
}

function portOf(address: string | undefined): number | undefined {
  return address === undefined ? undefined : Number(new URL(address).port)
}
