import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { freePorts, run, type Running, start, until } from '../programs.js'

/** A resource that CloudFormation made, and what it asked its service for. */
export interface MadeResource {
  readonly physicalId: string
  readonly type: string
  /** No service of the emulator knows the type, so there is nothing else to read. */
  readonly recordedOnly: boolean
  readonly stack: string
  readonly logicalId: string
  readonly properties: Readonly<Record<string, unknown>>
}

export const REGION = 'us-east-1'
export const ACCOUNT = '000000000000'

const LAUNCHER = fileURLToPath(new URL('launcher.py', import.meta.url))
const CREDENTIALS = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test', AWS_REGION: REGION }

/** Python that has ministack: the one that its own command begins with. */
const python = async (): Promise<string> => {
  const { stdout } = await run('sh', ['-c', 'head -c 200 "$(command -v ministack)" | head -n 1'])
  const [, interpreter = ''] = /^#!(\S*python\S*)$/.exec(stdout.trim()) ?? []
  if (interpreter !== '') return interpreter
  // A shim in between, as version managers have them.
  return (await run('sh', ['-c', 'head -n 1 "$(pyenv which ministack)"'])).stdout.trim().replace(/^#!/, '')
}

/** An AWS account on 127.0.0.1 that CloudFormation deploys into, without a type that is skipped in silence. */
export class Emulator {
  private constructor(
    private readonly port: number,
    readonly folder: string,
    private readonly running: Running,
  ) {}

  static async start(): Promise<Emulator> {
    const [port] = await freePorts()
    const folder = await mkdtemp(join(tmpdir(), 'clickstream-emulator-'))
    const env = {
      PATH: process.env['PATH'],
      HOME: folder,
      TMPDIR: folder,
      // By itself it binds to every interface.
      BIND_HOST: '127.0.0.1',
      GATEWAY_PORT: String(port),
      IOT_MTLS_ENABLED: '0',
      // Ten minutes of Step Functions are over at once.
      SFN_WAIT_SCALE: '0',
      PYTHONDONTWRITEBYTECODE: '1',
    }
    const emulator = new Emulator(port, folder, start(await python(), [LAUNCHER], { cwd: folder, env }))
    try {
      await until('the emulator answers', async () => (await fetch(`${emulator.url}/_ministack/health`)).ok, 60_000)
    } catch (error) {
      await emulator.remove()
      throw new Error(`${String(error)}: ${emulator.running.output().slice(-2000)}`)
    }
    return emulator
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`
  }

  /** Host and port, as in the name of an image. */
  get registry(): string {
    return `127.0.0.1:${this.port}`
  }

  /** What a client of AWS needs in its environment. */
  get env(): Readonly<Record<string, string>> {
    return { AWS_ENDPOINT_URL: this.url, ...CREDENTIALS }
  }

  /** What a client of the SDK takes. */
  get client(): { endpoint: string; region: string; credentials: { accessKeyId: string; secretAccessKey: string } } {
    return { endpoint: this.url, region: REGION, credentials: { accessKeyId: 'test', secretAccessKey: 'test' } }
  }

  /** Everything that CloudFormation has made for a stack and not deleted. */
  async made(stack: string): Promise<MadeResource[]> {
    const answer = await fetch(`${this.url}/_emulator/resources`)
    return ((await answer.json()) as MadeResource[]).filter((resource) => resource.stack === stack)
  }

  /** The next creation or update of a resource of this type fails, once. */
  async failNext(type: string): Promise<void> {
    await fetch(`${this.url}/_emulator/fail?type=${encodeURIComponent(type)}`, { method: 'POST' })
  }

  /** What it printed last. */
  get log(): string {
    return this.running.output().slice(-4000)
  }

  async remove(): Promise<void> {
    await this.running.stop('SIGKILL')
    await rm(this.folder, { recursive: true, force: true })
  }
}
