import { existsSync } from 'node:fs'
import { cp, mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { basename, join, relative } from 'node:path'
import type { DescribedContainer } from '../assembly/describe.js'
import type { AssemblyImage } from '../assembly/open-assembly.js'
import type { Fact, ImageBuilder } from '../site.js'
import { compileParts } from './compiled-parts.js'
import type { LocalParts } from './local-parts.js'

/** The one file of a collector that is changed: the broker here asks nobody who they are. */
const SETTINGS = join('lua', 'settings.lua')

/** In place of images: copies of the folders that they are built from, with what their Dockerfiles compile. */
export class LocalImages implements ImageBuilder {
  constructor(private readonly parts: LocalParts) {}

  get images(): readonly AssemblyImage[] {
    return this.parts.assembly.images
  }

  /** @throws `ProgramFailed` where the compiler refuses */
  async build(image: AssemblyImage): Promise<void> {
    const { supervisor, env } = this.parts
    const container = this.container(image)
    if (container === undefined) return
    const prefix = containerFolder(supervisor.folder, container)
    await rm(prefix, { recursive: true, force: true })
    await cp(image.folder, prefix, { recursive: true })
    for (const [seenAt, volume] of Object.entries(container.mounts)) {
      const shared = volumeFolder(supervisor.folder, volume)
      await mkdir(shared, { recursive: true })
      await symlink(shared, join(prefix, basename(seenAt)))
    }
    const { compiler } = await this.parts.programs()
    if (existsSync(join(prefix, SETTINGS))) await withoutAuthentication(join(prefix, SETTINGS))
    const native = join(prefix, 'native')
    if (compiler !== undefined && existsSync(native)) await compileParts(native, { compiler, env })
  }

  async inspect(image: AssemblyImage): Promise<readonly Fact[]> {
    const container = this.container(image)
    if (container === undefined) return []
    const prefix = containerFolder(this.parts.supervisor.folder, container)
    const files = (await readdir(image.folder, { recursive: true, withFileTypes: true }))
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => relative(image.folder, join(parentPath, name)))
    const same = await Promise.all(files.map((file) => sameBytes(join(image.folder, file), join(prefix, file))))
    const other = files.filter((file, index) => same[index] === false && file !== SETTINGS)
    const found =
      other.length === 0 ? `${files.length} files as in the assembly` : `not as in the assembly: ${shown(other)}`
    return [{ what: `container ${image.container}`, found, ok: other.length === 0 }]
  }

  private container({ container }: AssemblyImage): DescribedContainer | undefined {
    return this.parts.description().containers.find(({ name }) => name === container)
  }
}

/** Where a container's files are. */
export function containerFolder(runFolder: string, { name }: Pick<DescribedContainer, 'name'>): string {
  return join(runFolder, 'containers', name)
}

/** Where a volume of the task is. */
export function volumeFolder(runFolder: string, volume: string): string {
  return join(runFolder, 'volumes', volume)
}

async function withoutAuthentication(settings: string): Promise<void> {
  const before = await readFile(settings, 'utf8')
  const after = before.replace(/^ {2}auth = "(none|tls|scram|iam)",/m, '  auth = "none",')
  if (!after.includes('  auth = "none",')) throw new RangeError(`${settings} has no line with the authentication`)
  await writeFile(settings, after)
}

async function sameBytes(a: string, b: string): Promise<boolean> {
  const [one, other] = await Promise.all([a, b].map((file) => readFile(file).catch(() => undefined)))
  return one !== undefined && other !== undefined && one.equals(other)
}

function shown(files: readonly string[]): string {
  return files.length > 3 ? `${files.slice(0, 3).join(', ')} and ${files.length - 3} more` : files.join(', ')
}
