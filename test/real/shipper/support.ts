import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Spec } from '../../../src/spec/schema.js'
import { renderContainers } from '../../../src/containers/containers.js'
import { freePorts, run, type Running, start, until } from '../support/programs.js'
import { S3_CREDENTIALS } from '../support/s3-server.js'

/** The program where it is found; the tests that need it are listed as skipped elsewhere, because no registry has it. */
export const FLUENT_BIT = await (async (): Promise<string | undefined> => {
  const program = process.env['CLICKSTREAM_FLUENT_BIT'] ?? 'fluent-bit'
  return run(program, ['--version']).then(
    () => program,
    () => undefined,
  )
})()

export const WITHOUT_FLUENT_BIT =
  FLUENT_BIT === undefined ? 'skipped: Fluent Bit is neither on the PATH nor in CLICKSTREAM_FLUENT_BIT' : FLUENT_BIT

/** The shipper in a folder, with an empty spool. */
export class Shipper {
  private running: Running | undefined

  private constructor(
    readonly prefix: string,
    private readonly folder: string,
    private readonly port: number,
    private readonly endpoint: string,
  ) {}

  static async make(spec: Spec, endpoint: string): Promise<Shipper> {
    const prefix = mkdtempSync(join(tmpdir(), 'clickstream-spool-'))
    const folder = join(prefix, 'shipper')
    for (const [path, text] of renderContainers(spec)) {
      if (!path.startsWith('fluent-bit/')) continue
      mkdirSync(dirname(join(folder, path.slice('fluent-bit/'.length))), { recursive: true })
      writeFileSync(join(folder, path.slice('fluent-bit/'.length)), text)
    }
    const [port] = await freePorts()
    for (const name of ['spill', 'rejected']) mkdirSync(join(prefix, 'spool', name), { recursive: true })
    return new Shipper(prefix, folder, port, endpoint)
  }

  async start(changes: NodeJS.ProcessEnv = {}): Promise<void> {
    this.running = this.launch(changes)
    await until('the shipper answers its health check', () => this.healthy(), 60_000).catch((error: unknown) => {
      throw new Error(`${String(error)}\n${this.output()}`)
    })
  }

  /** Runs start.sh until it gives up by itself: its exit code and what it said. */
  async refused(changes: NodeJS.ProcessEnv): Promise<[number | null, string]> {
    const { child, output, stop } = this.launch(changes)
    await until('start.sh is gone', () => Promise.resolve(child.exitCode !== null), 5000).catch(() => stop('SIGKILL'))
    return [child.exitCode, output().trim()]
  }

  /** The container's own check. */
  async healthy(): Promise<boolean> {
    const script = join(this.folder, 'health.sh')
    return run('/bin/bash', [script, String(this.port), '/api/v1/uptime']).then(
      () => true,
      () => false,
    )
  }

  /** A new file of the spool, whole. */
  write(folder: 'spill' | 'rejected', name: string, lines: readonly string[]): void {
    writeFileSync(join(this.prefix, 'spool', folder, name), `${lines.join('\n')}\n`)
  }

  output(): string {
    return this.running?.output() ?? ''
  }

  /** Milliseconds until it was gone, and its exit code. */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<[number, number | null]> {
    const begin = performance.now()
    await this.running?.stop(signal, 60_000)
    return [performance.now() - begin, this.running?.child.exitCode ?? null]
  }

  async remove(): Promise<void> {
    await this.stop('SIGKILL')
    rmSync(this.prefix, { recursive: true, force: true })
  }

  private launch(changes: NodeJS.ProcessEnv): Running {
    const env = {
      PATH: process.env['PATH'],
      CLICKSTREAM_FLUENT_BIT: FLUENT_BIT,
      CLICKSTREAM_PREFIX: this.prefix,
      CLICKSTREAM_SHIPPER_LISTEN: `127.0.0.1:${this.port}`,
      AWS_ENDPOINT_URL_S3: this.endpoint,
      ...S3_CREDENTIALS,
      ...changes,
    }
    return start('/bin/sh', [join(this.folder, 'start.sh')], { env })
  }
}
