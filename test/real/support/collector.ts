import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Spec } from '../../../src/spec/schema.js'
import { renderContainers } from '../../../src/containers/containers.js'
import { freePorts, type Running, start, until } from './programs.js'

/** Writes the rendered files of one container into a new temporary folder. */
export const writeContainer = async (spec: Spec, folder: string): Promise<string> => {
  const prefix = await mkdtemp(join(tmpdir(), 'clickstream-collector-'))
  for (const [path, text] of renderContainers(spec)) {
    if (!path.startsWith(`${folder}/`)) continue
    const file = join(prefix, path.slice(folder.length + 1))
    await mkdir(dirname(file), { recursive: true })
    await writeFile(file, text)
  }
  return prefix
}

/** A collector that runs from its rendered folder, as the image would run it, on loopback addresses. */
export interface Collector {
  readonly url: string
  readonly metricsUrl: string
  readonly prefix: string
  readonly running: Running
  remove(): Promise<void>
}

/** Starts `start.sh` of a rendered folder and waits until it answers; `change` may touch the files before. */
export const startCollector = async (
  spec: Spec,
  folder: string,
  env: Readonly<Record<string, string>> = {},
  change: (prefix: string) => Promise<void> = async () => {},
): Promise<Collector> => {
  const prefix = await writeContainer(spec, folder)
  await change(prefix)
  const [port, metrics] = await freePorts()
  const running = start('/bin/sh', [join(prefix, 'start.sh')], {
    env: {
      PATH: process.env['PATH'],
      CLICKSTREAM_PREFIX: prefix,
      CLICKSTREAM_LISTEN: `127.0.0.1:${port}`,
      CLICKSTREAM_METRICS_LISTEN: `127.0.0.1:${metrics}`,
      ...env,
    },
  })
  const metricsUrl = `http://127.0.0.1:${metrics}`
  const remove = async (): Promise<void> => {
    await running.stop('SIGTERM')
    await rm(prefix, { recursive: true, force: true })
  }
  const ended = (): boolean => running.child.exitCode !== null
  const answers = async (): Promise<boolean> => ended() || (await fetch(`${metricsUrl}/health`)).ok
  await until('the collector to answer', answers, 10_000).catch(() => {})
  if (ended() || !(await answers().catch(() => false))) {
    await remove()
    throw new Error(`the collector did not start: ${running.output()}`)
  }
  return { url: `http://127.0.0.1:${port}`, metricsUrl, prefix, running, remove }
}
