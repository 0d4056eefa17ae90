import { once } from 'node:events'
import { connect, createServer, type Server, type Socket } from 'node:net'

/** What a proxy does with bytes and with new connections. */
type Mode = 'pass' | 'drop' | 'refuse'

/** A TCP proxy of 127.0.0.1 before another port, which a test tells to delay, swallow, cut or refuse. */
export class TcpProxy {
  private mode: Mode = 'pass'
  private delayMs = 0
  private accepted = 0
  private readonly sockets = new Set<Socket>()

  private constructor(
    private server: Server | undefined,
    readonly port: number,
    private target: number,
  ) {}

  static async start(port: number, target: number): Promise<TcpProxy> {
    const proxy = new TcpProxy(undefined, port, target)
    await proxy.listen()
    return proxy
  }

  /** Connections so far. */
  get connections(): number {
    return this.accepted
  }

  /** Everything passes again, at once. */
  async pass(): Promise<void> {
    this.mode = 'pass'
    this.delayMs = 0
    await this.listen()
    for (const socket of this.sockets) socket.resume()
  }

  /** New connections go to another port; those that there are stay where they are. */
  aim(target: number): void {
    this.target = target
  }

  /** Every chunk waits so long, in both directions. */
  delay(milliseconds: number): void {
    this.delayMs = milliseconds
  }

  /** Connections stay open and are taken, but no byte passes any more: a network that swallows packets. */
  drop(): void {
    this.mode = 'drop'
    for (const socket of this.sockets) socket.pause()
  }

  /** Ends every connection with a reset; new ones are still taken. */
  cut(): void {
    for (const socket of this.sockets) socket.resetAndDestroy()
    this.sockets.clear()
  }

  /** Ends every connection and refuses new ones. */
  async refuse(): Promise<void> {
    this.mode = 'refuse'
    this.cut()
    const { server } = this
    this.server = undefined
    if (server !== undefined) await once(server.close(), 'close')
  }

  async remove(): Promise<void> {
    await this.refuse()
  }

  private async listen(): Promise<void> {
    if (this.server !== undefined) return
    this.server = createServer((socket) => this.connected(socket)).listen(this.port, '127.0.0.1')
    await once(this.server, 'listening')
  }

  private connected(client: Socket): void {
    this.accepted++
    const server = connect(this.target, '127.0.0.1')
    this.join(client, server)
    this.join(server, client)
  }

  private join(from: Socket, to: Socket): void {
    this.sockets.add(from)
    from.setNoDelay(true)
    if (this.mode === 'drop') from.pause()
    let due = 0
    // In order, also when the delay becomes shorter.
    const later = (act: () => void): void => {
      const now = performance.now()
      due = Math.max(due, now + this.delayMs)
      if (due <= now) act()
      else setTimeout(act, due - now)
    }
    from.on('data', (chunk) => later(() => to.destroyed || to.write(chunk)))
    from.on('end', () => later(() => to.end()))
    from.on('error', () => to.destroy())
    from.on('close', () => {
      this.sockets.delete(from)
      later(() => to.destroy())
    })
  }
}
