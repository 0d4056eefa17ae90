import { readFile, rm, writeFile } from 'node:fs/promises'
import { delimiter, dirname, join } from 'node:path'
import type { Spec } from '../../../src/spec/schema.js'
import { type Collector, startCollector, writeContainer } from './collector.js'
import { freePorts, run, type Running, start, until } from './programs.js'

/** The `vector` program of CLICKSTREAM_VECTOR or of the PATH; undefined where neither has it. */
export const VECTOR: string | undefined =
  process.env['CLICKSTREAM_VECTOR'] ??
  (await run('/bin/sh', ['-c', 'command -v vector']).catch(() => undefined))?.stdout.trim()

/** Why a test that needs Vector is skipped, for its name. */
export const WITHOUT_VECTOR = 'skipped where neither CLICKSTREAM_VECTOR nor the PATH has vector'

/** nginx and the Vector behind it. */
export interface VectorCollector extends Collector {
  readonly vector: Running

  /** Vector's own listener, without nginx before it. */
  readonly vectorUrl: string
}

/** Gives loopback ports of the rendered files other numbers: theirs may be taken on this machine. */
export const usePorts = async (file: string, ports: Readonly<Record<number, number>>): Promise<void> => {
  let text = await readFile(file, 'utf8')
  for (const [from, to] of Object.entries(ports)) text = text.replaceAll(`127.0.0.1:${from}`, `127.0.0.1:${to}`)
  await writeFile(file, text)
}

/** nginx alone, before whatever listens on this port. */
export const startFront = (spec: Spec, port: number): Promise<Collector> =>
  startCollector(spec, 'nginx-vector/nginx', {}, (prefix) => usePorts(join(prefix, 'nginx.conf'), { 8685: port }))

/** Starts both containers' `start.sh` as their images would, and waits until both are healthy by their own checks. */
export const startVectorCollector = async (spec: Spec, brokers: string): Promise<VectorCollector> => {
  const prefix = await writeContainer(spec, 'nginx-vector/vector')
  const [port, api] = await freePorts()
  await usePorts(join(prefix, 'vector.yaml'), { 8685: port, 8686: api })
  const vector = start('/bin/sh', [join(prefix, 'start.sh')], {
    env: {
      PATH: [dirname(VECTOR ?? ''), process.env['PATH']].join(delimiter),
      CLICKSTREAM_PREFIX: prefix,
      KAFKA_BROKERS: brokers,
    },
  })
  const end = async (): Promise<void> => {
    await vector.stop('SIGKILL')
    await rm(prefix, { recursive: true, force: true })
  }
  try {
    const healthy = (): Promise<unknown> => run('/bin/bash', [join(prefix, 'health.sh'), String(api)])
    await until('Vector to answer', async () => healthy().then(() => true), 15_000)
    const front = await startFront(spec, port)
    const remove = async (): Promise<void> => {
      await front.remove()
      await end()
    }
    return { ...front, vector, vectorUrl: `http://127.0.0.1:${port}`, remove }
  } catch (error) {
    const said = vector.output()
    await end()
    throw new Error(`${(error as Error).message}: ${said}`, { cause: error })
  }
}
