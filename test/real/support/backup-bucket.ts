import { gunzipSync } from 'node:zlib'
import { freePorts, type Running, start, until } from './programs.js'

/** A bucket of a local S3 server (ministack), on 127.0.0.1. */
export class BackupBucket {
  private constructor(
    private readonly running: Running,
    /** The server's address, for AWS_ENDPOINT_URL_S3. */
    readonly url: string,
    readonly name: string,
  ) {}

  static async start(name = 'my-data-bucket'): Promise<BackupBucket> {
    const [port] = await freePorts()
    // By itself it binds to every interface.
    const env = { ...process.env, BIND_HOST: '127.0.0.1', GATEWAY_PORT: String(port), IOT_MTLS_ENABLED: '0' }
    const running = start('ministack', [], { env })
    const bucket = new BackupBucket(running, `http://127.0.0.1:${port}`, name)
    const made = async (): Promise<boolean> => (await fetch(`${bucket.url}/${name}`, { method: 'PUT' })).ok
    await until('ministack', made, 30_000).catch(async (error: Error) => {
      await running.stop('SIGKILL')
      throw new Error(`${error.message}: ${running.output().slice(-2000)}`)
    })
    return bucket
  }

  /** Keys below a prefix, in order. */
  async list(prefix: string): Promise<string[]> {
    const keys: string[] = []
    for (let token: string | undefined; ;) {
      const query = new URLSearchParams({ 'list-type': '2', prefix, ...(token && { 'continuation-token': token }) })
      const text = await (await fetch(`${this.url}/${this.name}?${query}`)).text()
      for (const [, key = ''] of text.matchAll(/<Key>([^<]*)<\/Key>/g)) keys.push(key)
      token = /<NextContinuationToken>([^<]*)</.exec(text)?.[1]
      if (token === undefined) return keys
    }
  }

  /** Lines of every object below a prefix, unpacked. */
  async lines(prefix: string): Promise<string[]> {
    const lines: string[] = []
    for (const key of await this.list(prefix)) {
      const answer = await fetch(`${this.url}/${this.name}/${key}`)
      const bytes = Buffer.from(await answer.arrayBuffer())
      // fetch unpacks by itself what the server names as gzip.
      const text = (bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes).toString('utf8')
      for (const line of text.split('\n')) if (line !== '') lines.push(line)
    }
    return lines
  }

  async remove(): Promise<void> {
    await this.running.stop('SIGKILL')
  }
}
