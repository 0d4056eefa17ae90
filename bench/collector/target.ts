import { execFile } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gzipSync } from 'node:zlib'

const run = promisify(execFile)

/** An nginx that takes events. */
export interface Target {
  readonly url: string
  /** Process id of its one worker. */
  worker(): Promise<number>
}

/** What one load run shows. Rates are requests a second, latencies milliseconds, `cpu` microseconds of the worker a request. */
export interface Sample {
  readonly rate: number
  readonly p50: number
  readonly p99: number
  readonly cpu: number
  readonly failed: number
}

export type Form = 'single' | 'batch' | 'gzip'

/** An event of about 1.1 KB, 1.4 KB in base64. */
const event = (n: number): object => ({
  event_type: 'page_view',
  user_id: `u-${n}`,
  session: { id: 's-9876543210', start: 1766000000000, n },
  items: Array.from({ length: 10 }, (_, index) => ({
    sku: `A-${index}`,
    price: 19.99,
    qty: index,
    name: 'A product with a name of some length',
  })),
  url: 'https://www.example.com/some/path?with=query',
})

/** Events in a request of each form. */
export const EVENTS: Readonly<Record<Form, number>> = { single: 1, batch: 10, gzip: 10 }

const body = (form: Form): { bytes: Buffer; headers: Record<string, string> } => {
  if (form === 'single')
    return { bytes: Buffer.from(Buffer.from(JSON.stringify(event(1))).toString('base64')), headers: {} }
  const text = JSON.stringify(Array.from({ length: 10 }, (_, n) => event(n)))
  if (form === 'batch') return { bytes: Buffer.from(text), headers: {} }
  return { bytes: gzipSync(text), headers: { 'Content-Encoding': 'gzip' } }
}

/** wrk's script: any byte, as Lua's decimal escapes. */
const script = (form: Form): string => {
  const { bytes, headers } = body(form)
  const escaped = [...bytes].map((byte) => `\\${String(byte).padStart(3, '0')}`).join('')
  const lines = Object.entries(headers).map(([name, value]) => `wrk.headers["${name}"] = "${value}"\n`)
  return `wrk.method = "POST"\n${lines.join('')}wrk.body = "${escaped}"\n`
}

const milliseconds = (text: string | undefined): number => {
  const match = /([\d.]+)(us|ms|s)/.exec(text ?? '')
  return Number(match?.[1] ?? NaN) * { us: 0.001, ms: 1, s: 1000 }[(match?.[2] ?? 'ms') as 'us' | 'ms' | 's']
}

/** Clock ticks of 10 ms (USER_HZ is 100 on Linux) that a process has had, with all of its threads. */
const ticks = async (pid: number): Promise<number> => {
  const fields = (await readFile(`/proc/${pid}/stat`, 'utf8')).split(') ')[1]?.split(' ') ?? []
  return Number(fields[11]) + Number(fields[12])
}

/** Loads a target from the other core for some seconds. */
export const load = async (
  target: Target,
  folder: string,
  {
    path = '/collect',
    connections,
    seconds,
    form = 'single',
  }: { path?: string; connections: number; seconds: number; form?: Form },
): Promise<Sample> => {
  const file = join(folder, `${form}.lua`)
  await writeFile(file, script(form))
  const worker = await target.worker()
  const before = await ticks(worker)
  const { stdout } = await run('taskset', [
    ...['-c', '1', 'wrk', '-t1', `-c${connections}`, `-d${seconds}s`, '--latency', '--timeout', '10s', '-s', file],
    `${target.url}${path}`,
  ])
  const used = (await ticks(worker)) - before
  const count = Number(/(\d+) requests in/.exec(stdout)?.[1])
  return {
    rate: Number(/Requests\/sec:\s+([\d.]+)/.exec(stdout)?.[1]),
    // At the start of a line: the table above has percents, too.
    p50: milliseconds(/^ +50% +(\S+)/m.exec(stdout)?.[1]),
    p99: milliseconds(/^ +99% +(\S+)/m.exec(stdout)?.[1]),
    cpu: (used * 10_000) / count,
    failed: Number(/Non-2xx or 3xx responses: (\d+)/.exec(stdout)?.[1] ?? 0),
  }
}
