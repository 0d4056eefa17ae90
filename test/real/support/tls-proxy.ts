import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { type AddressInfo, connect } from 'node:net'
import { createServer, type Server, type TLSSocket } from 'node:tls'

/** Ends TLS before a server of 127.0.0.1 that speaks plain HTTP. */
export class TlsProxy {
  private constructor(private readonly server: Server) {}

  /** `keystore`: key and certificate in one PEM file. */
  static async start(keystore: string, target: string): Promise<TlsProxy> {
    const pem = await readFile(keystore)
    const server = createServer({ key: pem, cert: pem })
    const proxy = new TlsProxy(server)
    server.on('secureConnection', (client) => proxy.connected(client, Number(new URL(target).port)))
    await once(server.listen(0, '127.0.0.1'), 'listening')
    return proxy
  }

  get endpoint(): string {
    return `https://127.0.0.1:${(this.server.address() as AddressInfo).port}`
  }

  /** Those who are connected have to end first. */
  async remove(): Promise<void> {
    await once(this.server.close(), 'close')
  }

  private connected(client: TLSSocket, port: number): void {
    const target = connect(port, '127.0.0.1')
    client.pipe(target).pipe(client)
    client.on('error', () => target.destroy())
    target.on('error', () => client.destroy())
  }
}
