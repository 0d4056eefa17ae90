import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import type { AddressInfo } from 'node:net'

/** S3 takes the first of these where the client has it. */
const CIPHERS = 'TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384'

/** An S3 that keeps nothing, so that the worker is what is measured; it notes when objects became visible. */
export class DroppingS3 {
  /** Milliseconds of `performance.now()` at which the first request came: the sink asks for claims before it reads. */
  first = 0
  /** The same for the newest object. */
  last = 0
  objects = 0

  private readonly server: Server

  /** `pem`: key and certificate, for HTTPS. */
  private constructor(private readonly pem?: Buffer) {
    const answer = (request: IncomingMessage, response: ServerResponse): void => this.answer(request, response)
    this.server =
      pem === undefined ? createServer(answer) : createSecureServer({ key: pem, cert: pem, ciphers: CIPHERS }, answer)
  }

  static async start(pem?: Buffer): Promise<DroppingS3> {
    const s3 = new DroppingS3(pem)
    await new Promise<void>((resolve) => s3.server.listen(0, '127.0.0.1', resolve))
    return s3
  }

  get address(): string {
    return `${this.pem === undefined ? 'http' : 'https'}://127.0.0.1:${(this.server.address() as AddressInfo).port}`
  }

  forget(): void {
    Object.assign(this, { first: 0, last: 0, objects: 0 })
  }

  async remove(): Promise<void> {
    this.server.closeAllConnections()
    await new Promise((resolve) => this.server.close(resolve))
  }

  private answer(request: IncomingMessage, response: ServerResponse): void {
    const { method = '', url = '' } = request
    const isEvents = !url.includes('/_claims/')
    if (this.first === 0) this.first = performance.now()
    request.resume()
    request.on('end', () => {
      const isObject =
        (method === 'PUT' && !url.includes('uploadId=')) || (method === 'POST' && url.includes('uploadId='))
      if (isObject && isEvents) {
        this.objects += 1
        this.last = performance.now()
      }
      const { status, body } = this.replyTo(method, url)
      response.writeHead(status, { etag: '"0"', 'content-length': body.length })
      response.end(method === 'HEAD' ? '' : body)
    })
  }

  private replyTo(method: string, url: string): { status: number; body: string } {
    if (method === 'PUT') return { status: 200, body: '' }
    if (method === 'DELETE') return { status: 204, body: '' }
    if (method === 'POST' && url.includes('uploadId=')) {
      return { status: 200, body: '<CompleteMultipartUploadResult><ETag>"0"</ETag></CompleteMultipartUploadResult>' }
    }
    if (method === 'POST') {
      return {
        status: 200,
        body: '<InitiateMultipartUploadResult><UploadId>u</UploadId></InitiateMultipartUploadResult>',
      }
    }
    if (url.includes('uploads')) return { status: 200, body: '<ListMultipartUploadsResult/>' }
    return { status: 404, body: '<Error><Code>NoSuchKey</Code></Error>' }
  }
}
