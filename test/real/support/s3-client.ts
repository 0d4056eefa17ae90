import { once } from 'node:events'
import { type IncomingHttpHeaders, type IncomingMessage, request } from 'node:http'
import { gunzipSync } from 'node:zlib'

const plain = (text: string): string =>
  text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
    .replaceAll('&apos;', "'")
    .replaceAll('&amp;', '&')

/** A client of a local S3 server, which asks nobody who they are. */
export class S3Client {
  constructor(readonly endpoint: string) {}

  async makeBucket(name: string): Promise<void> {
    await this.send(name, { method: 'PUT' })
  }

  async put(bucket: string, key: string, body: string | Uint8Array<ArrayBuffer>): Promise<void> {
    await this.send(objectPath(bucket, key), { method: 'PUT', body })
  }

  async delete(bucket: string, key: string): Promise<void> {
    await this.send(objectPath(bucket, key), { method: 'DELETE' })
  }

  /** An object's bytes as they are stored, whatever their encoding, and its headers. */
  async get(bucket: string, key: string): Promise<{ bytes: Buffer; headers: IncomingHttpHeaders }> {
    // fetch would unpack what the object names as gzip.
    const asked = request(`${this.endpoint}/${objectPath(bucket, key)}`).end()
    const [answer] = (await once(asked, 'response')) as [IncomingMessage]
    const bytes = Buffer.concat(await answer.toArray())
    if (answer.statusCode !== 200) throw new Error(`GET ${key}: ${answer.statusCode} ${bytes.toString()}`)
    return { bytes, headers: answer.headers }
  }

  /** Every object below a prefix: its text, unpacked where it is gzip, by its key. */
  async texts(bucket: string, prefix = ''): Promise<Map<string, string>> {
    const texts = new Map<string, string>()
    for (const key of await this.list(bucket, prefix)) {
      const { bytes } = await this.get(bucket, key)
      texts.set(key, (bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes).toString('utf8'))
    }
    return texts
  }

  /** Keys below a prefix, in order. */
  async list(bucket: string, prefix = ''): Promise<string[]> {
    const keys: string[] = []
    for (let token: string | undefined; ;) {
      const query = new URLSearchParams({ 'list-type': '2', prefix, ...(token && { 'continuation-token': token }) })
      const text = await (await this.send(`${bucket}?${query}`)).text()
      for (const [, key = ''] of text.matchAll(/<Key>([^<]*)<\/Key>/g)) keys.push(plain(key))
      token = /<NextContinuationToken>([^<]*)</.exec(text)?.[1]
      if (token === undefined) return keys
    }
  }

  /** Lines of every object below a prefix, unpacked. */
  async lines(bucket: string, prefix = ''): Promise<string[]> {
    return [...(await this.texts(bucket, prefix)).values()].flatMap((text) => text.split('\n')).filter(Boolean)
  }

  /** Keys of the multipart uploads that are open. */
  async uploads(bucket: string): Promise<string[]> {
    const text = await (await this.send(`${bucket}?uploads`)).text()
    return [...text.matchAll(/<Key>([^<]*)<\/Key>/g)].map(([, key = '']) => plain(key))
  }

  private async send(path: string, init: RequestInit = {}): Promise<Response> {
    const answer = await fetch(`${this.endpoint}/${path}`, init)
    if (!answer.ok) throw new Error(`${init.method ?? 'GET'} ${path}: ${answer.status} ${await answer.text()}`)
    return answer
  }
}

const objectPath = (bucket: string, key: string): string =>
  `${bucket}/${key.split('/').map(encodeURIComponent).join('/')}`
