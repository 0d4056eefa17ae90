import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { ClickstreamError } from '../../src/errors.js'
import { readPluginLock } from '../../src/plugins/plugin-lock.js'
import { resolveArtifacts } from '../../src/plugins/resolve-artifacts.js'
import { Reporter } from '../../src/report/reporter.js'
import { firstTime, HASTE, jars, listener, pathOf, RepositoryServer, Scratch, type Jars } from './support.js'

let scratch: Scratch
let content: Jars
let server: RepositoryServer
beforeEach(async () => {
  scratch = new Scratch()
  content = jars(10)
  server = await RepositoryServer.start(content)
})
afterEach(async () => {
  await server.stop()
  scratch.remove()
})

/** Resolves the lock of `content` and returns what is on the disk afterwards, with the codes of the messages. */
async function resolve(env = scratch.env(server.url)): Promise<{ found: Jars; codes: string[] }> {
  const { reporter, codes } = listener()
  const lock = readPluginLock(scratch.lock(content))
  const resolved = await resolveArtifacts(lock, { reporter, env, patience: HASTE })
  const found = Object.fromEntries(
    resolved.map(({ artifact, path }) => {
      if (!('coordinates' in artifact)) throw new Error(artifact.name)
      const { group, artifact: id, version } = artifact.coordinates
      return [`${group}:${id}:${version}`, readFileSync(path)]
    }),
  )
  return { found, codes }
}

async function failure(env?: NodeJS.ProcessEnv): Promise<ClickstreamError> {
  return resolve(env).then(
    () => Promise.reject(new Error('resolved')),
    (error: ClickstreamError) => error,
  )
}

describe('resolveArtifacts', () => {
  test('GIVEN an empty cache WHEN resolved twice THEN each jar is asked for once, and the second time nobody is asked', async () => {
    // WHEN
    const first = await resolve()
    await server.stop()
    const second = await resolve()
    // THEN
    expect([first.found, second.found]).toEqual([content, content])
    expect(server.requests.map(({ path }) => path).sort()).toEqual(
      Object.keys(content)
        .map((coordinates) => `/m2/${pathOf(coordinates)}`)
        .sort(),
    )
    expect([first.codes, second.codes]).toEqual([['TASK_I0001'], []])
  })

  test('GIVEN an empty cache WHEN resolved twice at once in one process THEN neither disturbs the other', async () => {
    const both = await Promise.all([resolve(), resolve()])
    expect(both.map(({ found }) => found)).toEqual([content, content])
  })

  test('GIVEN a server that answers nobody before six have asked WHEN resolved THEN all come, and the bar grows to the whole', async () => {
    // GIVEN
    const waiting: (() => void)[] = []
    let most = 0
    server.mischief = (_, response, jar) => {
      waiting.push(() => response.writeHead(200, { 'content-length': jar.length }).end(jar))
      most = Math.max(most, waiting.length)
      // Ten jars: the first six together, then the rest as it comes.
      if (most === 6) for (const answer of waiting.splice(0)) answer()
      return true
    }
    const shown: [fraction: number, detail: string][] = []
    const reporter = new Reporter({
      message: () => undefined,
      document: () => undefined,
      busy: () => ({ progress: (...step) => void shown.push(step), end: () => undefined }),
    })
    // WHEN
    const lock = readPluginLock(scratch.lock(content))
    const resolved = await resolveArtifacts(lock, { reporter, env: scratch.env(server.url), patience: HASTE })
    // THEN
    expect([resolved.length, most]).toEqual([10, 6])
    expect(shown.map(([fraction]) => fraction)).toEqual(shown.map(([fraction]) => fraction).sort((a, b) => a - b))
    expect(shown.at(-1)).toEqual([1, expect.stringMatching(/^(\d+\.\d) of \1 MB$/)])
  })

  test('GIVEN transfers that are cut in the middle WHEN resolved THEN the rest alone is asked for', async () => {
    // GIVEN
    server.mischief = firstTime((response, jar) => {
      response.writeHead(200, { 'content-length': jar.length })
      response.write(jar.subarray(0, 3000), () => setTimeout(() => response.destroy(), 20))
    })
    // WHEN
    const { found, codes } = await resolve()
    // THEN
    expect(found).toEqual(content)
    expect(server.requests.filter(({ range }) => range === 'bytes=3000-')).toHaveLength(10)
    expect(codes.filter((code) => code === 'PLUGINS_W1000')).toHaveLength(10)
  })

  test('GIVEN bodies that end early without a word WHEN resolved THEN the rest is asked for', async () => {
    server.mischief = firstTime((response, jar) => void response.writeHead(200).end(jar.subarray(0, 1234)))
    expect((await resolve()).found).toEqual(content)
    expect(server.requests.filter(({ range }) => range === 'bytes=1234-')).toHaveLength(10)
  })

  test('GIVEN a server that goes silent WHEN resolved THEN it is asked again after the time without a byte', async () => {
    server.mischief = firstTime((response, jar) => {
      response.writeHead(200, { 'content-length': jar.length })
      response.write(jar.subarray(0, 10))
    })
    expect((await resolve()).found).toEqual(content)
  })

  test.each([503, 500, 429, 408])('GIVEN a first answer of %d WHEN resolved THEN it is asked again', async (status) => {
    server.mischief = firstTime((response) => void response.writeHead(status, { 'retry-after': '0' }).end('busy'))
    const { found, codes } = await resolve()
    expect(found).toEqual(content)
    expect(codes.filter((code) => code === 'PLUGINS_W1000')).toHaveLength(10)
  })

  test('GIVEN a server that ignores ranges, and one that sends another part WHEN resolved THEN the file is begun again', async () => {
    // GIVEN
    const cut = firstTime((response, jar) => {
      response.writeHead(200, { 'content-length': jar.length })
      response.write(jar.subarray(0, 100), () => setTimeout(() => response.destroy(), 20))
    })
    server.mischief = (request, response, jar) => {
      if (cut(request, response, jar)) return true
      if (request.headers.range === undefined) return false
      if (request.url?.includes('jar-1/')) {
        response.writeHead(206, { 'content-range': `bytes 50-${jar.length - 1}/${jar.length}` }).end(jar.subarray(50))
      } else response.writeHead(200).end(jar)
      return true
    }
    // WHEN THEN
    expect((await resolve()).found).toEqual(content)
  })

  test('GIVEN a tampered jar WHEN resolved THEN ChecksumMismatch, and it is not in the cache', async () => {
    // GIVEN
    const [victim = ''] = Object.keys(content)
    server.mischief = (request, response, jar) => {
      if (request.url !== `/m2/${pathOf(victim)}`) return false
      const tampered = Buffer.from(jar)
      tampered.writeUInt8(tampered.readUInt8(4000) ^ 1, 4000)
      response.writeHead(200).end(tampered)
      return true
    }
    // WHEN
    const error = await failure()
    // THEN
    expect(error).toMatchObject({ code: 'ChecksumMismatch', hint: expect.stringContaining('nothing of it is kept') })
    expect(error.message).toContain(pathOf(victim))
    expect(() => readFileSync(scratch.cached(content[victim] ?? Buffer.alloc(0)))).toThrow('ENOENT')
    expect(
      readdirSync(join(scratch.cache, 'clickstream', 'artifacts')).filter((name) => name.endsWith('.part')),
    ).toEqual([])
    // WHEN the repository is honest again THEN only that jar is asked for
    server.mischief = () => false
    server.requests.length = 0
    expect((await resolve()).found).toEqual(content)
    expect(server.requests).toEqual([{ path: `/m2/${pathOf(victim)}` }])
  })

  test('GIVEN a jar of another size WHEN resolved THEN ChecksumMismatch without a second request', async () => {
    server.mischief = (_, response) => {
      response.writeHead(200).end(Buffer.alloc(60_000))
      return true
    }
    const error = await failure()
    expect(error).toMatchObject({ code: 'ChecksumMismatch', problems: expect.arrayContaining([]) })
    expect(error.problems).toHaveLength(10)
    expect(server.requests).toHaveLength(10)
  })

  test('GIVEN jars that no repository has WHEN resolved THEN ArtifactMissing names each of them', async () => {
    content = { ...content, 'example.org:gone:1': Buffer.from('a'), 'example.org:gone-too:2:shaded': Buffer.from('b') }
    const error = await failure()
    expect([error.code, error.problems.map(({ message }) => message.split(' ')[0])]).toEqual([
      'ArtifactMissing',
      ['gone-1.jar', 'gone-too-2-shaded.jar'],
    ])
  })

  test.each([
    ['nobody listens', '', 'ECONNREFUSED'],
    ['there is no such host', 'http://nowhere.invalid/', 'nowhere.invalid'],
  ])('GIVEN that %s WHEN resolved THEN RepositoryUnreachable says so', async (_, url, reason) => {
    if (url === '') await server.stop()
    const error = await failure(scratch.env(url || server.url))
    expect([error.code, error.hint]).toEqual([
      'RepositoryUnreachable',
      expect.stringContaining('CLICKSTREAM_MAVEN_REPOSITORIES'),
    ])
    expect(error.message).toContain(reason)
  })

  test('GIVEN a proxy that Node.js is not told to use WHEN nobody is reached THEN the hint says how', async () => {
    await server.stop()
    const { hint } = await failure({ ...scratch.env(server.url), HTTPS_PROXY: 'http://proxy.example:3128' })
    expect(hint).toContain('NODE_USE_ENV_PROXY=1')
  })

  test('GIVEN a repository that refuses and one that is always busy WHEN resolved THEN RepositoryUnreachable, and few requests', async () => {
    server.mischief = (request, response) => {
      response.writeHead(request.url?.includes('jar-1/') ? 503 : 403).end()
      return true
    }
    expect((await failure()).code).toBe('RepositoryUnreachable')
    expect(server.requests.length).toBeLessThan(20)
  })

  test('GIVEN several repositories WHEN the first lacks, spoils or refuses a jar THEN the next one is asked', async () => {
    // GIVEN
    const names = Object.keys(content)
    for (const name of names) scratch.write(`m2/${pathOf(name)}`, content[name] ?? '')
    server.mischief = (request, response, jar) => {
      if (request.url?.includes('jar-1/')) response.writeHead(404).end()
      else if (request.url?.includes('jar-2/')) response.writeHead(200).end(Buffer.alloc(jar.length))
      else if (request.url?.includes('jar-3/')) response.writeHead(403).end()
      else return false
      return true
    }
    // WHEN
    const { found, codes } = await resolve(scratch.env(server.url, pathToFileURL(`${scratch.folder}/m2`).href))
    // THEN
    expect(found).toEqual(content)
    expect(codes).toEqual(['PLUGINS_W1002', 'TASK_I0001'])
  })

  test('GIVEN damaged files in the cache WHEN resolved THEN they are replaced', async () => {
    // GIVEN
    await resolve()
    const [one = Buffer.alloc(0), other = Buffer.alloc(0)] = Object.values(content)
    writeFileSync(scratch.cached(one), one.subarray(0, 100))
    writeFileSync(scratch.cached(other), Buffer.alloc(other.length))
    server.requests.length = 0
    // WHEN
    const { found, codes } = await resolve()
    // THEN
    expect([found, server.requests.length]).toEqual([content, 2])
    expect(codes).toEqual(['PLUGINS_W1001', 'PLUGINS_W1001', 'TASK_I0001'])
  })

  test('GIVEN what an ended process left behind, right or wrong WHEN resolved THEN it is gone on from, and begun again where it was wrong', async () => {
    // GIVEN
    const [one = Buffer.alloc(0), other = Buffer.alloc(0)] = Object.values(content)
    const ended = 2 ** 22 + 1
    scratch.write(
      `cache/clickstream/artifacts/${scratch.cached(one).slice(-68, -4)}.${ended}.part`,
      one.subarray(0, 77),
    )
    scratch.write(`cache/clickstream/artifacts/${scratch.cached(other).slice(-68, -4)}.${ended}.part`, Buffer.alloc(88))
    // WHEN
    const { found } = await resolve()
    // THEN
    expect(found).toEqual(content)
    expect(server.requests.flatMap(({ range }) => range ?? []).sort()).toEqual(['bytes=77-', 'bytes=88-'])
  })

  test('GIVEN a repository with a login WHEN resolved THEN it is sent, and no message shows it', async () => {
    // GIVEN
    const url = server.url.replace('http://', 'http://reader:s%40cret@')
    content = { 'example.org:gone:1': Buffer.from('a') }
    // WHEN
    const error = await failure(scratch.env(url))
    // THEN
    expect(server.requests[0]?.authorization).toBe(`Basic ${Buffer.from('reader:s@cret').toString('base64')}`)
    expect(JSON.stringify([error, error.message])).not.toMatch(/s@cret|s%40cret/)
  })
})
