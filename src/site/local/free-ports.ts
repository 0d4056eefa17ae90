import { once } from 'node:events'
import { createServer } from 'node:net'

/** Ports that this process gave away, so that it never gives one twice. */
const given = new Set<number>()

/** Each process takes one port of so many: between this look and the program's own another process would find it free, too. */
const STRIDE = 16

/**
 * That many ports of 127.0.0.1 that are free now. Below the range of outgoing connections (32768 and up on Linux): a client
 * that asks for a stopped server of that range may be given the server's own port, and then talks to itself.
 */
export async function freePorts(count: number): Promise<number[]> {
  const ports: number[] = []
  while (ports.length < count) {
    const port = 15_008 + STRIDE * Math.floor(Math.random() * 1062) + (process.pid % STRIDE)
    if (given.has(port)) continue
    given.add(port)
    const server = createServer().listen(port, '127.0.0.1')
    const listening = await once(server, 'listening').then(
      () => true,
      () => false,
    )
    if (!listening) continue
    await once(server.close(), 'close')
    ports.push(port)
  }
  return ports
}
