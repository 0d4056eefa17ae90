import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'

/** What Secrets Manager was asked for. */
export interface SecretRequest {
  readonly target: string | undefined
  readonly authorization: string | undefined
  readonly body: unknown
}

/** Secrets Manager and the credentials endpoint of ECS, on 127.0.0.1: the two AWS APIs that a collector calls. */
export class StubAws {
  /** What the secret holds now. */
  secret = { username: 'collector', password: 'first password' }
  /** Whether Secrets Manager answers 500. */
  broken = false
  /** How long the credentials that are handed out live. */
  credentialSeconds = 3600
  readonly secretRequests: SecretRequest[] = []
  private handedOut = 0

  private constructor(private readonly server: Server) {}

  static async start(): Promise<StubAws> {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const stub = new StubAws(server)
    server.on('request', (request, response) => void stub.answer(request, response))
    return stub
  }

  /** How many credentials were handed out. */
  get credentials(): number {
    return this.handedOut
  }

  /** The environment that leads a collector here, with credentials that come from here too. */
  get env(): Record<string, string> {
    const { port } = this.server.address() as { port: number }
    return {
      AWS_REGION: 'us-east-1',
      AWS_ENDPOINT_URL_SECRETS_MANAGER: `http://127.0.0.1:${port}`,
      AWS_CONTAINER_CREDENTIALS_FULL_URI: `http://127.0.0.1:${port}/credentials`,
      AWS_CONTAINER_AUTHORIZATION_TOKEN: 'task token',
    }
  }

  async remove(): Promise<void> {
    this.server.closeAllConnections()
    await once(this.server.close(), 'close')
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const send = (status: number, body: object): void => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    }
    let text = ''
    for await (const chunk of request) text += String(chunk)
    if (request.url === '/credentials') {
      if (request.headers.authorization !== 'task token') return send(403, {})
      const Expiration = new Date(Date.now() + this.credentialSeconds * 1000).toISOString().replace(/\.\d+Z/, 'Z')
      const AccessKeyId = `ASIA${String(++this.handedOut).padStart(16, '0')}`
      return send(200, { AccessKeyId, SecretAccessKey: 'secret/key+with=odd', Token: 'session/token+==', Expiration })
    }
    const target = String(request.headers['x-amz-target'])
    this.secretRequests.push({ target, authorization: request.headers.authorization, body: JSON.parse(text || '{}') })
    if (this.broken) return send(500, { __type: 'InternalServiceError' })
    send(200, { SecretString: JSON.stringify(this.secret) })
  }
}
