import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePorts, type Running, start, until } from './programs.js'
import { S3Client } from './s3-client.js'

/** What a client of the server needs in its environment. */
export const S3_CREDENTIALS = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test', AWS_REGION: 'us-east-1' }

/** A local S3 and Glue server (ministack) on 127.0.0.1, that can be away for a while. */
export class S3Server extends S3Client {
  private constructor(
    port: number,
    private readonly folder: string,
    private readonly running: Running,
  ) {
    super(`http://127.0.0.1:${port}`)
  }

  static async start(...buckets: string[]): Promise<S3Server> {
    const [port] = await freePorts()
    const folder = await mkdtemp(join(tmpdir(), 'clickstream-s3-'))
    const env = {
      ...process.env,
      HOME: folder,
      // By itself it binds to every interface.
      BIND_HOST: '127.0.0.1',
      GATEWAY_PORT: String(port),
      IOT_MTLS_ENABLED: '0',
    }
    const server = new S3Server(port, folder, start('ministack', [], { cwd: folder, env }))
    try {
      await server.ready()
      for (const bucket of buckets) await server.makeBucket(bucket)
    } catch (error) {
      await server.remove()
      throw new Error(`${String(error)}: ${server.running.output().slice(-2000)}`)
    }
    return server
  }

  /** Stops answering as an outage does; nothing stored is lost. */
  pause(): void {
    this.running.child.kill('SIGSTOP')
  }

  resume(): void {
    this.running.child.kill('SIGCONT')
  }

  async remove(): Promise<void> {
    this.resume()
    await this.running.stop('SIGKILL')
    await rm(this.folder, { recursive: true, force: true })
  }

  private ready(): Promise<void> {
    return until('the S3 server answers', async () => (await fetch(`${this.endpoint}/_ministack/health`)).ok, 60_000)
  }
}
