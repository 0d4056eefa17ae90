import { mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Collector, startCollector } from './collector.js'
import type { CollectorKind, CollectorOptions, CollectorUnderTest } from './collector-under-test.js'
import { contractSpec } from './contract-spec.js'
import { addNativeLibrary, type Compiled, sanitizerEnv } from './native-library.js'
import { childrenOf, isAlive, killAll, titleOf, treeOf } from './processes.js'

/** Gives a value of the rendered settings another text; the test must not pass because the name is gone. */
const set = async (file: string, pattern: RegExp, text: string): Promise<void> => {
  const before = await readFile(file, 'utf8')
  const after = before.replace(pattern, text)
  if (after === before && !before.includes(text)) throw new Error(`${file} has nothing like ${pattern}`)
  await writeFile(file, after)
}

const filesOf = async (folder: string): Promise<string[]> => {
  const names = await readdir(folder).catch(() => [])
  return names.filter((name) => name.endsWith('.jsonl')).map((name) => join(folder, name))
}

/** Lines of a spool's files; a file may be removed while it is read, and its last line may be unfinished. */
const linesOf = async (folder: string): Promise<string[]> => {
  const texts = await Promise.all((await filesOf(folder)).map((file) => readFile(file, 'utf8').catch(() => '')))
  return texts.flatMap((text) => text.split('\n').slice(0, -1))
}

const start = async (options: CollectorOptions, compiled?: Compiled): Promise<CollectorUnderTest> => {
  const { brokers, env = {}, spillBytes, queueKiB, workers = 1 } = options
  const spoolFolder = options.spoolFolder ?? (await mkdtemp(join(tmpdir(), 'clickstream-spool-')))
  const spec = contractSpec('nginx-lua', options.collector, options.auth, workers)
  const collector: Collector = await startCollector(
    spec,
    'nginx-lua',
    { KAFKA_BROKERS: brokers, ...env },
    async (prefix) => {
      await symlink(spoolFolder, join(prefix, 'spool'))
      if (compiled !== undefined) await addNativeLibrary(prefix, compiled)
      const bounds = { spill_bytes: spillBytes, queue_kib: queueKiB }
      for (const [name, value] of Object.entries(bounds)) {
        if (value === undefined) continue
        await set(join(prefix, 'lua', 'settings.lua'), new RegExp(`${name} = \\d+`), `${name} = ${value}`)
      }
    },
  )
  const { child } = collector.running
  const pid = child.pid ?? 0
  const spill = join(spoolFolder, 'spill')

  const masterPid = async (): Promise<number> => Number(await readFile(join(spoolFolder, 'run', 'nginx.pid'), 'utf8'))
  const workerPids = async (): Promise<number[]> => {
    const found: number[] = []
    for (const one of await childrenOf(await masterPid())) {
      // Workers that leave call themselves so, too.
      if ((await titleOf(one)).startsWith('nginx: worker process') && (await isAlive(one))) found.push(one)
    }
    return found
  }
  const everyone = async (): Promise<number[]> => {
    const master = await masterPid().catch(() => pid)
    return [...new Set([...(await treeOf(pid)), ...(await treeOf(master))])]
  }
  const kill = async (): Promise<void> => killAll(await everyone())

  return {
    url: collector.url,
    metricsUrl: collector.metricsUrl,
    pid,
    spoolFolder,
    masterPid,
    workerPids,
    output: () => collector.running.output(),
    spilled: () => linesOf(spill),
    spilledBytes: async () => {
      const sizes = (await filesOf(spill)).map((file) =>
        stat(file).then(
          ({ size }) => size,
          () => 0,
        ),
      )
      return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0)
    },
    rejected: () => linesOf(join(spoolFolder, 'rejected')),
    stop: async (signal = 'SIGTERM', patienceMs = 100_000) => {
      const below = await everyone()
      await collector.running.stop(signal, patienceMs)
      // Whoever outlived the main process would hold the next test's files.
      const left = await Promise.all(below.map(isAlive))
      await killAll(below.filter((_, index) => left[index]))
      return child.exitCode
    },
    kill,
    remove: async () => {
      await kill()
      await collector.remove()
      if (options.spoolFolder === undefined) await rm(spoolFolder, { recursive: true, force: true })
    },
  }
}

/** nginx + Lua, from its rendered folder, with all that is compiled. */
export const luaCollector: CollectorKind = { name: 'nginx-lua', start: (options) => start(options, 'module') }

/** The same without the nginx module. */
export const libraryCollector: CollectorKind = { name: 'library-only', start: (options) => start(options, 'library') }

/** The same with the compiler's sanitizers in all that is compiled. */
export const sanitizedCollector: CollectorKind = {
  name: 'sanitized',
  start: async (options) => start({ ...options, env: { ...options.env, ...(await sanitizerEnv()) } }, 'sanitized'),
}

/** The same where nobody compiled anything. */
export const luaOnlyCollector: CollectorKind = { name: 'lua-only', start: (options) => start(options) }
