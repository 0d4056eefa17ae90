import { copyFile, open, rm } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { sizeOf } from './digests.js'
import type { Repository } from './repositories.js'

export interface Patience {
  /** Requests for one file to one repository. */
  readonly attempts: number
  /** Milliseconds before the second request; doubled before each further one. */
  readonly pauseMs: number
  /** Milliseconds without a byte after which a transfer counts as broken. */
  readonly idleMs: number
}

export const PATIENCE: Patience = { attempts: 5, pauseMs: 500, idleMs: 30_000 }

export interface Download {
  readonly repository: Repository
  /** Below the repository's URL. */
  readonly path: string
  /** The file that grows; what it holds already is not asked for again. */
  readonly target: string
  /** Bytes that the whole file has. */
  readonly bytes: number
  readonly patience: Patience
  /** Called with the bytes that the target holds, whenever they change. */
  readonly progress: (bytes: number) => void
  /** Called before each further attempt. */
  readonly retry: (reason: string, pauseMs: number) => void
}

/** `complete`: the target has its size, what is in it is for the caller to verify. `wrong-size`: the repository has another file. */
export type Outcome =
  | { readonly kind: 'complete' }
  | { readonly kind: 'missing' }
  | { readonly kind: 'wrong-size'; readonly bytes: number }
  | { readonly kind: 'unreachable'; readonly reason: string }

type Attempt = Outcome | { readonly kind: 'again'; readonly reason: string; readonly afterMs?: number }

/** A repository that is overloaded may ask for more patience than this, in milliseconds; it does not get it. */
const LONGEST_PAUSE_MS = 30_000

/** Brings one file from one repository, going on where a transfer broke. */
export async function download(request: Download): Promise<Outcome> {
  const { attempts, pauseMs } = request.patience
  for (let attempt = 1; ; attempt++) {
    const result = request.repository.url.protocol === 'file:' ? await fromFolder(request) : await fromServer(request)
    if (result.kind !== 'again') return result
    if (attempt >= attempts) return { kind: 'unreachable', reason: result.reason }
    // Half of the pause is left to chance, so that many downloads do not come back at the same moment.
    const pause = pauseMs * 2 ** (attempt - 1) * (0.5 + Math.random() / 2)
    const wait = Math.min(Math.max(pause, result.afterMs ?? 0), LONGEST_PAUSE_MS)
    request.retry(result.reason, wait)
    await new Promise((resolve) => setTimeout(resolve, wait))
  }
}

async function fromFolder({ repository, path, target, bytes, progress }: Download): Promise<Outcome> {
  const file = fileURLToPath(new URL(path, repository.url))
  const size = await sizeOf(file)
  if (size === undefined) return { kind: 'missing' }
  if (size !== bytes) return { kind: 'wrong-size', bytes: size }
  await copyFile(file, target)
  progress(bytes)
  return { kind: 'complete' }
}

async function fromServer(request: Download): Promise<Attempt> {
  const { repository, path, target, bytes, patience, progress } = request
  const had = (await sizeOf(target)) ?? 0
  if (had === bytes) return { kind: 'complete' }
  if (had > bytes) return startOver(request, 'more bytes than the file has')

  const broken = new AbortController()
  let timer = setTimeout(() => broken.abort(), patience.idleMs)
  const alive = (): void => {
    clearTimeout(timer)
    timer = setTimeout(() => broken.abort(), patience.idleMs)
  }
  try {
    const response = await fetch(new URL(path, repository.url), {
      signal: broken.signal,
      headers: {
        // Compressed on the way, a part of the file could not be asked for.
        'accept-encoding': 'identity',
        ...(had > 0 && { range: `bytes=${had}-` }),
        ...(repository.authorization !== undefined && { authorization: repository.authorization }),
      },
    })
    const refusal = await refused(request, response, had)
    if (refusal !== undefined) {
      await response.body?.cancel()
      return refusal
    }
    const resumed = response.status === 206
    const output = await open(target, resumed ? 'a' : 'w')
    let size = resumed ? had : 0
    try {
      for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
        alive()
        if (size + chunk.length > bytes) return { kind: 'wrong-size', bytes: size + chunk.length }
        await output.writeFile(chunk)
        size += chunk.length
        progress(size)
      }
    } finally {
      await output.close()
    }
    if (size === bytes) return { kind: 'complete' }
    return { kind: 'again', reason: `the transfer ended after ${size} of ${bytes} bytes` }
  } catch (error) {
    if (isOfTheDisk(error)) throw error
    const reason = broken.signal.aborted ? `no byte came for ${patience.idleMs / 1000} s` : reasonOf(error)
    return { kind: 'again', reason }
  } finally {
    clearTimeout(timer)
  }
}

/** What an answer means that does not bring the wanted bytes; undefined where it does. */
async function refused(request: Download, response: Response, had: number): Promise<Attempt | undefined> {
  const { status, headers } = response
  const said = `${status} ${response.statusText}`.trim()
  if (status === 200) {
    const length = headers.get('content-length')
    const whole = length === null ? request.bytes : Number(length)
    return whole === request.bytes ? undefined : { kind: 'wrong-size', bytes: whole }
  }
  if (status === 206) {
    const [, start, total] = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(headers.get('content-range') ?? '') ?? []
    if (total !== undefined && total !== '*' && Number(total) !== request.bytes)
      return { kind: 'wrong-size', bytes: Number(total) }
    return Number(start) === had ? undefined : startOver(request, 'another part of the file than asked for')
  }
  if (status === 416) return startOver(request, said)
  if (status === 404 || status === 410) return { kind: 'missing' }
  if (status === 408 || status === 429 || status >= 500) {
    const seconds = Number(headers.get('retry-after'))
    return { kind: 'again', reason: said, ...(seconds > 0 && { afterMs: seconds * 1000 }) }
  }
  return { kind: 'unreachable', reason: said }
}

async function startOver({ target, progress }: Download, reason: string): Promise<Attempt> {
  await rm(target, { force: true })
  progress(0)
  return { kind: 'again', reason }
}

/** What `fetch` throws has the system's error as its cause only. */
const isOfTheDisk = (error: unknown): boolean => typeof error === 'object' && error !== null && 'syscall' in error

/** `fetch` says "fetch failed" and keeps what happened in the cause. */
function reasonOf(error: unknown): string {
  const { message = '', code = '', cause } = error as NodeJS.ErrnoException
  if (cause !== undefined && cause !== null) return reasonOf(cause)
  return [message, ...(message.includes(code) ? [] : [code])].filter((part) => part !== '').join(' ') || String(error)
}
