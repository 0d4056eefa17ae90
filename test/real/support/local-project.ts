import { spawn } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { mkdtemp, readFile, readlink, rm, writeFile } from 'node:fs/promises'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import type { LocalPart, LocalState } from '../../../src/site/index.js'
import { runBin, type Run } from '../../cli/run-bin.js'
import { localProcesses } from './local-processes.js'
import { isAlive } from './processes.js'
import { until } from './programs.js'

/** The bucket of every such project. */
export const BUCKET = 'my-data-bucket'

/** Longest time between two flushes or commits. */
export const STORE_SECONDS = 10

const withSinks = (name: string): string => `apiVersion: clickstream/v1
name: ${name}
region: us-east-1
kafka: { cluster: my-cluster }
backup: { bucket: ${BUCKET} }
sinks:
  - { type: s3-json, bucket: ${BUCKET}, prefix: events, topics: [app_logs], flushSeconds: ${STORE_SECONDS} }
  - { type: iceberg, bucket: ${BUCKET}, database: clickstream, table: app_logs, topics: [app_logs], commitSeconds: ${STORE_SECONDS} }
`

/** A generated project that a test runs on this machine by the command line. */
export class LocalProject {
  private constructor(
    /** Where it is, absolute. */
    readonly folder: string,
    private readonly parent: string,
    readonly env: NodeJS.ProcessEnv,
  ) {}

  /** `parent`: where the project goes; a temporary folder of its own by itself. `spec`: its text; by itself one with both sinks. `env`: on top of this user's. */
  static async generate(
    name: string,
    { parent, spec = withSinks(name), env = {} }: { parent?: string; spec?: string; env?: NodeJS.ProcessEnv } = {},
  ): Promise<LocalProject> {
    const above = parent ?? (await mkdtemp(join(tmpdir(), 'clickstream-site-')))
    const { XDG_CACHE_HOME, CLICKSTREAM_FLUENT_BIT } = process.env
    // Jars come from this user's cache.
    const project = new LocalProject(join(above, name), above, {
      HOME: homedir(),
      XDG_CACHE_HOME,
      CLICKSTREAM_FLUENT_BIT,
      ...env,
    })
    await writeFile(join(above, `${name}.yaml`), spec)
    const generated = await runBin(['generate', join(above, `${name}.yaml`), '--out', project.folder])
    if (generated.code !== 0) throw new Error(generated.stderr)
    return project
  }

  /** Runs a verb with `--json`. */
  run(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Run> {
    return runBin([...args, '--json'], { env: { ...this.env, ...env } })
  }

  /** Starts everything. */
  async up(): Promise<LocalState> {
    const up = await this.run(['local', 'up', this.folder])
    if (up.code !== 0) throw new Error(up.stdout + up.stderr)
    return JSON.parse(up.stdout) as LocalState
  }

  async down(): Promise<void> {
    await this.run(['local', 'down', this.folder])
  }

  /** Kills a part as a crash does; the function that is returned starts it again on what it had. */
  async kill({ name, pid, log }: LocalPart): Promise<() => void> {
    const [line, environment] = await Promise.all(
      [`cmdline`, `environ`].map((file) => readNulls(`/proc/${pid}/${file}`)),
    )
    const cwd = await readlink(`/proc/${pid}/cwd`)
    process.kill(pid, 'SIGKILL')
    await until(`${name} to be gone`, async () => !(await isAlive(pid)))
    return () => {
      const [program = '', ...args] = line ?? []
      const output = openSync(log, 'a')
      const env = Object.fromEntries((environment ?? []).map((entry) => entry.split(/=(.*)/s, 2) as [string, string]))
      spawn(program, args, { cwd, env, detached: true, stdio: ['ignore', output, output] }).unref()
      closeSync(output)
    }
  }

  /** Every process that runs for it. */
  processes(): Promise<string[]> {
    return localProcesses(this.folder)
  }

  async remove(): Promise<void> {
    await this.down()
    await rm(this.parent, { recursive: true, force: true })
  }
}

const readNulls = async (file: string): Promise<string[]> =>
  (await readFile(file, 'utf8')).split('\0').filter((part) => part !== '')
