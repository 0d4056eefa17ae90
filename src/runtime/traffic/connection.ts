import { connect, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'

/** What came back: the status, 0 where the connection broke or stayed silent, and whether the server closes it. */
export interface Reply {
  readonly status: number
  readonly closes: boolean
  /** Seconds after which the server wants the request again; undefined where it does not say so. */
  readonly retryAfter: number | undefined
}

const NOTHING: Reply = { status: 0, closes: true, retryAfter: undefined }
const PATIENCE_MS = 15_000

/** One keep-alive connection with one request at a time; node's own client costs four times as much a request. */
export class Connection {
  private socket: Socket | undefined
  private received = ''
  private finish: ((reply: Reply) => void) | undefined
  private timer: NodeJS.Timeout | undefined

  constructor(
    private readonly url: URL,
    /** Bytes before the first request of each connection, such as a PROXY header. */
    private readonly preamble?: Buffer,
  ) {}

  /** Sends the bytes of a whole request, a string in UTF-8. */
  ask(request: Buffer | string): Promise<Reply> {
    return new Promise((resolve) => {
      this.finish = resolve
      this.timer = setTimeout(() => this.socket?.destroy(), PATIENCE_MS)
      if (this.socket === undefined) this.open()
      this.socket?.write(request)
    })
  }

  close(): void {
    this.socket?.destroy()
  }

  private open(): void {
    const { protocol, hostname: host, port } = this.url
    const socket =
      protocol === 'https:'
        ? connectTls({ host, port: Number(port || 443), servername: host })
        : connect(Number(port || 80), host)
    this.socket = socket
    this.received = ''
    socket.setNoDelay(true)
    socket.on('data', (chunk) => this.take(chunk.toString('latin1')))
    socket.on('error', () => socket.destroy())
    socket.on('end', () => socket.destroy())
    socket.on('close', () => {
      if (this.socket !== socket) return
      this.socket = undefined
      this.settle(NOTHING)
    })
    if (this.preamble !== undefined) socket.write(this.preamble)
  }

  private take(text: string): void {
    this.received += text
    const end = this.received.indexOf('\r\n\r\n')
    if (end < 0) return
    const head = this.received.slice(0, end).toLowerCase()
    const length = /\ncontent-length: (\d+)/.exec(head)?.[1]
    const complete =
      length === undefined ? this.received.endsWith('0\r\n\r\n') : this.received.length >= end + 4 + Number(length)
    if (!complete) return
    this.received = ''
    const closes = head.includes('\nconnection: close')
    // A server that says so closes in a moment: the next request must not be the one that finds out.
    if (closes) {
      const { socket } = this
      this.socket = undefined
      socket?.destroy()
    }
    const later = /\nretry-after: (\d+)/.exec(head)?.[1]
    this.settle({ status: Number(head.slice(9, 12)), closes, retryAfter: later === undefined ? later : Number(later) })
  }

  private settle(reply: Reply): void {
    clearTimeout(this.timer)
    const { finish } = this
    this.finish = undefined
    finish?.(reply)
  }
}
