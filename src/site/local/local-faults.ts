import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { volumeFolder } from './local-images.js'
import type { LocalParts } from './local-parts.js'

/** Breaks parts of a local site that this process has started, and mends them. */
export class LocalFaults {
  constructor(private readonly parts: LocalParts) {}

  /** Ends a part and all that it started, at once (SIGKILL). */
  kill(name: string): Promise<void> {
    return this.parts.supervisor.end(name, 'SIGKILL')
  }

  /**
   * Starts a part again on the data that it left, and waits until it answers.
   *
   * @throws `NoSuchPart`, `LocalPartDied`, `LocalPartSilent`
   */
  start(name: string): Promise<void> {
    return this.parts.supervisor.startAgain(name)
  }

  /** Loses the disk of a container as a host is lost: kills each container that shares it, and empties it; returns who was killed. */
  async loseDisk(name: string): Promise<string[]> {
    const { containers } = this.parts.description()
    const volumes = Object.values(containers.find((one) => one.name === name)?.mounts ?? {})
    const sharing = containers
      .filter(({ mounts }) => Object.values(mounts).some((volume) => volumes.includes(volume)))
      .map((container) => container.name)
      .filter((container) => this.has(container))
    for (const container of sharing) await this.kill(container)
    for (const volume of volumes) {
      const folder = volumeFolder(this.parts.supervisor.folder, volume)
      for (const entry of await readdir(folder)) await rm(join(folder, entry), { recursive: true, force: true })
    }
    return sharing
  }

  /** Whether a part of this name was started. */
  has(name: string): boolean {
    return this.parts.supervisor.current.parts.some((part) => part.name === name)
  }
}
