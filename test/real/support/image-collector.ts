import { chown, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Image } from './image.js'
import { killAll, treeOf } from './processes.js'
import { freePorts, run, type Running, start, until } from './programs.js'

/** A collector that runs from an image's root file system, seen from outside. */
export interface ImageCollector {
  readonly url: string
  readonly metricsUrl: string
  readonly running: Running
  /** Runs a command where the collector runs: its files, its user. */
  inside(command: readonly string[]): Promise<string>
  /** Its processes, the main one first. */
  processes(): Promise<number[]>
  /** Lines of the segments on the disk. */
  spilled(): Promise<string[]>
  remove(): Promise<void>
}

// What a container runtime does, in a mount namespace that ends with the process: a root file system that nobody can
// write to, one volume, /proc and /dev. "exec" to the end: the entry point has this process' number, and gets its signals.
const CONTAINER = `
root=$1 spool=$2 volume=$3 user=$4 folder=$5
shift 5
mount --bind "$root" "$root"
mount --rbind /proc "$root/proc"
mount --rbind /dev "$root/dev"
mount --bind "$spool" "$root$volume"
mount -o remount,bind,ro "$root"
exec chroot --userspec="$user" "$root" /usr/bin/env --chdir="$folder" "$@"
`
const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'

/** Starts the entry point as a runtime would; it need not answer, nor stay. */
export const launch = async (
  { config, root }: Image,
  env: Readonly<Record<string, string>>,
): Promise<{ running: Running; spool: string }> => {
  const spool = await mkdtemp(join(tmpdir(), 'clickstream-volume-'))
  const [uid = 0, gid = 0] = config.User.split(':').map(Number)
  await chown(spool, uid, gid)
  const [volume = ''] = Object.keys(config.Volumes)
  const args = [root, spool, volume, config.User, config.WorkingDir, ...config.Entrypoint]
  const own = Object.fromEntries(config.Env.map((line) => line.split(/=(.*)/s).slice(0, 2)))
  const unshare = ['--mount', '--propagation', 'private', '/bin/sh', '-euc', CONTAINER, 'sh']
  return { running: start('unshare', [...unshare, ...args], { env: { PATH, ...own, ...env } }), spool }
}

/** Starts a collector out of the image, on loopback addresses, and waits until it answers. */
export const startFromImage = async (image: Image, brokers: string): Promise<ImageCollector> => {
  const [port, metrics] = await freePorts()
  const { running, spool } = await launch(image, {
    CLICKSTREAM_LISTEN: `127.0.0.1:${port}`,
    CLICKSTREAM_METRICS_LISTEN: `127.0.0.1:${metrics}`,
    CLICKSTREAM_PROXY_PROTOCOL: 'off',
    KAFKA_BROKERS: brokers,
  })
  const pid = running.child.pid ?? 0
  const metricsUrl = `http://127.0.0.1:${metrics}`
  const processes = (): Promise<number[]> => treeOf(pid)
  const collector: ImageCollector = {
    url: `http://127.0.0.1:${port}`,
    metricsUrl,
    running,
    inside: async (command) => {
      const [uid = '', gid = ''] = image.config.User.split(':')
      const where = ['--target', String(pid), '--mount', '--root', '--setuid', uid, '--setgid', gid]
      const { stdout } = await run('nsenter', [...where, ...command])
      return stdout
    },
    processes,
    spilled: async () => {
      const spill = join(spool, 'spill')
      const names = (await readdir(spill).catch(() => [])).filter((name) => name.endsWith('.jsonl'))
      const texts = await Promise.all(names.map((name) => readFile(join(spill, name), 'utf8').catch(() => '')))
      return texts.flatMap((text) => text.split('\n').filter(Boolean))
    },
    remove: async () => {
      await killAll(await processes())
      await rm(spool, { recursive: true, force: true })
    },
  }
  const answers = async (): Promise<boolean> => (await fetch(`${metricsUrl}/health`)).ok
  await until('the collector to answer', answers, 15_000).catch(async (error: Error) => {
    await collector.remove()
    throw new Error(`${error.message}: ${running.output()}`)
  })
  return collector
}
