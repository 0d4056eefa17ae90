import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { needPrograms } from './needed.js'
import { run } from './programs.js'

/** What an image says about how to run it. */
export interface ImageConfig {
  readonly User: string
  readonly Env: readonly string[]
  readonly Entrypoint: readonly string[]
  readonly WorkingDir: string
  readonly StopSignal: string
  readonly Labels: Readonly<Record<string, string>>
  readonly Volumes: Readonly<Record<string, object>>
  readonly ExposedPorts: Readonly<Record<string, object>>
  readonly Healthcheck: { readonly Test: readonly string[]; readonly Interval: number; readonly Retries: number }
}

/** A built image with its root file system mounted. */
export interface Image {
  readonly config: ImageConfig
  readonly architecture: string
  readonly root: string
  remove(): Promise<void>
}

const BASE = 'public.ecr.aws/docker/library/debian:trixie-slim'
const RELEASE = 'trixie'
const MMDEBSTRAP = ['--quiet', '--mode=root', '--skip=check/qemu']

/** Configuration of a store of the tests' own, which outlives them: a second run finds the base and the layers. */
export const imageStore = async (): Promise<string> => {
  const cache = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'clickstream', 'test-images')
  const store = join(cache, 'storage.conf')
  if (!existsSync(store)) {
    await mkdir(cache, { recursive: true })
    const folders = `graphroot = "${join(cache, 'graph')}"\nrunroot = "${join(cache, 'run')}"\n`
    await writeFile(store, `[storage]\ndriver = "overlay"\n${folders}`)
  }
  return store
}

const buildah = async (...args: readonly string[]): Promise<string> => {
  const { stdout } = await run('buildah', args, {
    env: { ...process.env, CONTAINERS_STORAGE_CONF: await imageStore() },
  })
  return stdout.trim()
}

/** Makes the Dockerfile's base out of Debian's packages, under the base's own name, so that nothing is pulled. */
export const makeBase = async (...otherNames: readonly string[]): Promise<void> => {
  await needPrograms(['buildah', 'mmdebstrap'], 'buildah mmdebstrap')
  await makeDebian()
  // A base that cannot be pulled here: what the Dockerfile adds to it is real, what it stands on is Debian.
  for (const name of otherNames) await buildah('tag', BASE, name)
}

const makeDebian = async (): Promise<void> => {
  const there = await buildah('inspect', '--type', 'image', BASE).catch(() => '')
  if (there !== '') return
  const folder = await mkdtemp(join(tmpdir(), 'clickstream-base-'))
  const tar = join(folder, 'base.tar')
  await run('mmdebstrap', [...MMDEBSTRAP, '--variant=minbase', RELEASE, tar])
  const container = await buildah('from', 'scratch')
  await buildah('add', '-q', container, tar, '/')
  await buildah('config', '--cmd', '/bin/bash', container)
  await buildah('commit', '-q', '--rm', container, BASE)
  await rm(folder, { recursive: true })
}

/** Builds a rendered container folder, and mounts what came out. */
export const buildImage = async (folder: string, name: string): Promise<Image> => {
  await makeBase()
  const how = ['--isolation', 'chroot', '--network', 'host', '--format', 'docker', '--pull=never']
  await buildah('bud', '-q', ...how, '--layers', '--force-rm', '-t', name, folder)
  const { Docker } = JSON.parse(await buildah('inspect', '--type', 'image', name)) as {
    Docker: { config: ImageConfig; architecture: string }
  }
  const container = await buildah('from', '--pull=never', name)
  const root = await buildah('mount', container)
  const remove = async (): Promise<void> => void (await buildah('rm', container))
  return { config: Docker.config, architecture: Docker.architecture, root, remove }
}

/** Asks apt to install these packages on another architecture, as far as that goes without doing it. */
export const simulateInstallation = async (packages: readonly string[], architecture: string): Promise<string> => {
  await needPrograms(['mmdebstrap'], 'mmdebstrap')
  const folder = await mkdtemp(join(tmpdir(), 'clickstream-apt-'))
  const what = ['--simulate', `--arch=${architecture}`, '--variant=extract', `--include=${packages.join(',')}`]
  const { stdout, stderr } = await run('mmdebstrap', [...MMDEBSTRAP.slice(1), ...what, RELEASE, folder]).finally(() =>
    rm(folder, { recursive: true, force: true }),
  )
  return `${stdout}${stderr}`
}
