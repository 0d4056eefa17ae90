import { cp, mkdir, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { freePorts } from './free-ports.js'
import { programPath } from './which.js'
import type { LocalParts } from './local-parts.js'

const CONFIGURATION = fileURLToPath(new URL('../../../templates/reference/nginx.conf', import.meta.url))

/** Topic of its own, so that the project's events are counted alone. */
export const REFERENCE_TOPIC = 'reference'

/**
 * Starts a collector as it is usually written with lua-resty-kafka, beside the project's, and returns where it takes events;
 * undefined where `CLICKSTREAM_RESTY_KAFKA` names no folder of that library, which is in no registry.
 *
 * @throws `LocalPartDied`, `LocalPartSilent`
 */
export async function startReference({ supervisor, env, address }: ReferenceParts): Promise<string | undefined> {
  const library = env.CLICKSTREAM_RESTY_KAFKA
  if (library === undefined || library === '') return undefined
  const [port = 0] = await freePorts(1)
  const prefix = join(supervisor.folder, 'reference')
  await mkdir(prefix, { recursive: true })
  await cp(CONFIGURATION, join(prefix, 'nginx.conf'))
  await writeFile(join(prefix, 'listen.conf'), `listen 127.0.0.1:${port};\n`)
  await symlink(library, join(prefix, 'resty-kafka'))
  const globals = `daemon off;${process.getuid?.() === 0 ? ' user root;' : ''}`
  const args = ['-e', 'stderr', '-p', `${prefix}/`, '-c', 'nginx.conf', '-g', globals]
  supervisor.start('reference', 'nginx', args, {
    cwd: prefix,
    env: { PATH: programPath(env), KAFKA_PORT: address.split(':')[1] ?? '', KAFKA_TOPIC: REFERENCE_TOPIC },
  })
  await supervisor.answers('reference', async () => (await fetch(`http://127.0.0.1:${port}/health`)).ok, 20_000)
  return `http://127.0.0.1:${port}/collect`
}

interface ReferenceParts extends Pick<LocalParts, 'supervisor' | 'env'> {
  /** `host:port` of the broker. */
  readonly address: string
}
