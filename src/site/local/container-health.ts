import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { COLLECTOR_PORTS, IMAGE_FOLDER } from '../../spec/container-facts.js'
import type { DescribedContainer } from '../assembly/describe.js'
import { containerFolder } from './local-images.js'
import type { LocalAddresses } from './local-state.js'
import { programPath } from './which.js'

/** What is asked of `LocalParts`. */
export interface RunningParts {
  readonly supervisor: { readonly folder: string }
  readonly addresses: LocalAddresses
  readonly env: NodeJS.ProcessEnv
}

/**
 * Asks a container by its own health check, as ECS would: the command of its definition, with the folder and the ports of this machine
 * in place of the image's. True where it has none.
 */
export async function isHealthy(parts: RunningParts, container: DescribedContainer): Promise<boolean> {
  const { health } = container
  if (health === undefined) return true
  const folder = containerFolder(parts.supervisor.folder, container)
  const ports = localPorts(parts)
  const [program = '', ...args] = health.command.map((word) => ports[word] ?? word.replaceAll(IMAGE_FOLDER, folder))
  const options = { cwd: folder, env: { PATH: programPath(parts.env) }, timeout: health.timeoutSeconds * 1000 }
  return promisify(execFile)(program, args, options).then(
    () => true,
    () => false,
  )
}

/** Ports of this machine by those of the containers. */
function localPorts({ addresses: { metrics, shipper } }: RunningParts): Readonly<Record<string, string>> {
  const local = { [COLLECTOR_PORTS.metrics]: metrics, [COLLECTOR_PORTS.shipper]: shipper }
  return Object.fromEntries(
    Object.entries(local).flatMap(([port, address]) => (address === undefined ? [] : [[port, new URL(address).port]])),
  )
}
