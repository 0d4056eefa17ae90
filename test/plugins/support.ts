import { createHash, randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { parseCoordinates, repositoryPath } from '../../src/plugins/coordinates.js'
import type { Patience } from '../../src/plugins/download.js'
import { SILENT } from '../../src/report/message.js'
import { Reporter } from '../../src/report/reporter.js'

/** As the product's, without the waiting. */
export const HASTE: Patience = { attempts: 4, pauseMs: 1, idleMs: 500 }

export const sha256 = (content: Uint8Array): string => createHash('sha256').update(content).digest('hex')

/** Jars by their coordinates; what is in them does not matter. */
export type Jars = Readonly<Record<string, Buffer>>

export const jars = (count: number, bytes = 5000): Jars =>
  Object.fromEntries(
    Array.from({ length: count }, (_, index) => [`example.org.part:jar-${index}:1.${index}`, randomBytes(bytes)]),
  )

/** Path of coordinates in a repository. */
export function pathOf(coordinates: string): string {
  const parsed = parseCoordinates(coordinates)
  if (parsed === undefined) throw new Error(coordinates)
  return repositoryPath(parsed)
}

/** A folder that goes with the test. */
export class Scratch {
  readonly folder = mkdtempSync(join(tmpdir(), 'clickstream-plugins-'))
  readonly cache = join(this.folder, 'cache')

  write(path: string, content: string | Uint8Array): string {
    const file = join(this.folder, path)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, content)
    return file
  }

  /** A lock of these jars. */
  lock(content: Jars, name = 'some-sink'): string {
    const artifacts = Object.entries(content).map(([coordinates, jar]) => ({
      coordinates,
      sha256: sha256(jar),
      bytes: jar.length,
      licence: 'Apache-2.0',
    }))
    return this.write(`${name}.lock.json`, JSON.stringify({ lockVersion: 1, artifacts }))
  }

  env(...repositories: readonly string[]): NodeJS.ProcessEnv {
    return { XDG_CACHE_HOME: this.cache, CLICKSTREAM_MAVEN_REPOSITORIES: repositories.join(' ') }
  }

  /** Where the cache has a jar. */
  cached(jar: Uint8Array): string {
    return join(this.cache, 'clickstream', 'artifacts', `${sha256(jar)}.jar`)
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true })
  }
}

/** Answers one request in its own way; false where the server shall answer as usual. */
export type Mischief = (request: IncomingMessage, response: ServerResponse, jar: Buffer) => boolean

/** The first answer for every jar is this one. */
export function firstTime(what: (response: ServerResponse, jar: Buffer) => void): Mischief {
  const seen = new Set<string>()
  return ({ url = '' }, response, jar) => {
    if (seen.has(url)) return false
    seen.add(url)
    what(response, jar)
    return true
  }
}

/** A repository on 127.0.0.1 that serves whole files and ranges, and can be told to misbehave. */
export class RepositoryServer {
  readonly requests: { readonly path: string; readonly range?: string; readonly authorization?: string }[] = []
  mischief: Mischief = () => false
  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async start(content: Jars): Promise<RepositoryServer> {
    const files = new Map(Object.entries(content).map(([coordinates, jar]) => [`/m2/${pathOf(coordinates)}`, jar]))
    const server = createServer((request, response) => here.answer(request, response, files))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const here = new RepositoryServer(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}/m2`)
    return here
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections()
    await new Promise((resolve) => this.server.close(resolve))
  }

  private answer(request: IncomingMessage, response: ServerResponse, files: Map<string, Buffer>): void {
    const { range, authorization } = request.headers
    this.requests.push({
      path: request.url ?? '',
      ...(range !== undefined && { range }),
      ...(authorization !== undefined && { authorization }),
    })
    const jar = files.get(request.url ?? '')
    if (jar === undefined) return void response.writeHead(404).end()
    if (this.mischief(request, response, jar)) return
    const start = Number(/^bytes=(\d+)-$/.exec(range ?? '')?.[1] ?? 0)
    if (start >= jar.length) return void response.writeHead(416).end()
    const part = jar.subarray(start)
    const headers = {
      'content-length': part.length,
      ...(start > 0 && { 'content-range': `bytes ${start}-${jar.length - 1}/${jar.length}` }),
    }
    response.writeHead(start > 0 ? 206 : 200, headers).end(part)
  }
}

/** A reporter whose messages' codes are kept. */
export function listener(): { reporter: Reporter; codes: string[] } {
  const codes: string[] = []
  const reporter = new Reporter({
    message: ({ code }) => void codes.push(code),
    document: () => undefined,
    busy: () => SILENT,
  })
  return { reporter, codes }
}
