import { cp, mkdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { ClickstreamError } from '../../errors.js'
import type { DescribedContainer } from '../assembly/describe.js'
import { LOCAL_CREDENTIALS } from './lake-server.js'
import { runToEnd } from './run-to-end.js'
import type { Supervisor } from './supervisor.js'

export interface CollectorOptions {
  readonly kafka: string
  readonly lake: string
  readonly region: string
  readonly port: number
  readonly metricsPort: number
  readonly shipperPort: number
  /** C compiler. @default - none: Lua reads the requests */
  readonly compiler?: string
  /** Fluent Bit. @default - none: nothing is shipped */
  readonly fluentBit?: string
  readonly env: NodeJS.ProcessEnv
}

/**
 * Starts the containers of the nginx + Lua collector from the folders that their images are built from, on one spool.
 *
 * @throws `ContainerUnsupported` for a container that nothing stands for here
 */
export async function startCollector(
  supervisor: Supervisor,
  containers: readonly DescribedContainer[],
  options: CollectorOptions,
): Promise<void> {
  const ordered = [...containers].sort((a, b) => Number(b.after.length === 0) - Number(a.after.length === 0))
  for (const container of ordered) {
    if (container.name === 'fluent-bit') {
      if (options.fluentBit !== undefined) await startShipper(supervisor, container, options, options.fluentBit)
    } else if (container.port !== undefined) {
      await startNginx(supervisor, container, options)
    } else {
      throw new ClickstreamError(`nothing stands for the container ${container.name} here`, {
        code: 'ContainerUnsupported',
        hint: 'the nginx + Lua collector can run on this machine',
        exitCode: 3,
      })
    }
  }
}

async function startNginx(
  supervisor: Supervisor,
  container: DescribedContainer,
  options: CollectorOptions,
): Promise<void> {
  const prefix = await layOut(supervisor, container)
  await withoutAuthentication(join(prefix, 'lua', 'settings.lua'))
  const base = { PATH: path(options.env) }
  if (options.compiler !== undefined) {
    await runToEnd('sh', [join(prefix, 'native', 'build.sh')], { cwd: prefix, env: { ...base, CC: options.compiler } })
  }
  const secrets = Object.fromEntries(
    Object.entries(container.environment).map(([name, value]) => [
      name,
      name === 'KAFKA_BROKERS' ? options.kafka : value,
    ]),
  )
  supervisor.start(container.name, '/bin/sh', [join(prefix, 'start.sh')], {
    cwd: prefix,
    // SIGTERM would go on for 30 s, for a load balancer that is not here.
    stopSignal: 'SIGQUIT',
    env: {
      ...base,
      ...secrets,
      AWS_REGION: options.region,
      CLICKSTREAM_PREFIX: prefix,
      CLICKSTREAM_LISTEN: `127.0.0.1:${options.port}`,
      CLICKSTREAM_METRICS_LISTEN: `127.0.0.1:${options.metricsPort}`,
      CLICKSTREAM_PROXY_PROTOCOL: 'off',
    },
  })
  const health = `http://127.0.0.1:${options.metricsPort}/health`
  await supervisor.answers(container.name, async () => (await fetch(health)).ok, 20_000)
}

async function startShipper(
  supervisor: Supervisor,
  container: DescribedContainer,
  options: CollectorOptions,
  program: string,
): Promise<void> {
  const prefix = await layOut(supervisor, container)
  supervisor.start(container.name, '/bin/sh', [join(prefix, 'start.sh')], {
    cwd: prefix,
    env: {
      PATH: path(options.env),
      ...LOCAL_CREDENTIALS,
      AWS_REGION: options.region,
      AWS_ENDPOINT_URL_S3: options.lake,
      CLICKSTREAM_FLUENT_BIT: program,
      CLICKSTREAM_PREFIX: prefix,
      CLICKSTREAM_SHIPPER_LISTEN: `127.0.0.1:${options.shipperPort}`,
    },
  })
  const uptime = `http://127.0.0.1:${options.shipperPort}/api/v1/uptime`
  await supervisor.answers(container.name, async () => (await fetch(uptime)).ok, 20_000)
}

/** A copy of the container's folder, with its volumes where the image has them. */
async function layOut(supervisor: Supervisor, { name, folder, mounts }: DescribedContainer): Promise<string> {
  const prefix = join(supervisor.folder, 'containers', name)
  await cp(folder, prefix, { recursive: true })
  for (const [seenAt, volume] of Object.entries(mounts)) {
    const shared = join(supervisor.folder, 'volumes', volume)
    await mkdir(shared, { recursive: true })
    await symlink(shared, join(prefix, basename(seenAt)))
  }
  return prefix
}

/** The one setting that is changed: this broker asks nobody who they are. */
async function withoutAuthentication(settings: string): Promise<void> {
  const before = await readFile(settings, 'utf8')
  const after = before.replace(/^ {2}auth = "(none|tls|scram|iam)",/m, '  auth = "none",')
  if (!after.includes('  auth = "none",')) throw new RangeError(`${settings} has no line with the authentication`)
  await writeFile(settings, after)
}

function path(env: NodeJS.ProcessEnv): string {
  // Debian keeps nginx where only root's PATH leads.
  return `${env.PATH ?? ''}:/usr/sbin`
}
