import { expect, test } from '@jest/globals'
import { CONTAINERS } from '../../src/spec/container-facts.js'
import { renderContainers } from '../../src/synth/containers.js'
import { containerSpec } from '../support/container-spec.js'
import { parseNginx, type Directive } from '../support/nginx-tokenizer.js'

test('only the folder of the chosen solution is rendered, each with its Dockerfile', () => {
  for (const solution of ['nginx-lua', 'nginx-vector'] as const) {
    // WHEN
    const files = [...renderContainers(containerSpec(solution)).keys()]
    // THEN
    expect(files.filter((file) => !file.startsWith(`${solution}/`))).toEqual([])
    expect(files.filter((file) => file.endsWith('/Dockerfile'))).toEqual(
      CONTAINERS[solution].map(({ folder }) => `${folder}/Dockerfile`),
    )
    expect(files.filter((file) => file.endsWith('.hbs'))).toEqual([])
    expect(files).toEqual([...files].sort())
  }
})

test('values of the spec stand in the Lua settings as literals', () => {
  // GIVEN
  const spec = containerSpec('nginx-lua', { trustedHops: 2, durability: 'buffered', maxBodyKiB: 64 })
  // WHEN
  const settings = renderContainers({ ...spec, kafka: { ...spec.kafka, auth: 'iam' } }).get(
    'nginx-lua/lua/settings.lua',
  )
  // THEN
  expect(
    settings
      ?.split('\n')
      .filter((line) => / = /.test(line))
      .map((line) => line.replace(/,?( --.*)?$/, '').trim()),
  ).toEqual([
    'project_header = "project"',
    'default_topic = "app_logs"',
    'topics = { "app_logs", "web_logs" }',
    'cors_origins = { "https://www.example.com" }',
    'trusted_hops = 2',
    'address = "full"',
    'durability = "buffered"',
    'auth = "iam"',
    'max_body_bytes = 65536',
    'queue_kib = 524288',
  ])
})

test('an image mirror takes the place of the public registries', () => {
  const from = (solution: 'nginx-lua' | 'nginx-vector', imageMirror?: string): (string | undefined)[] => {
    const files = renderContainers({
      ...containerSpec(solution),
      platform: imageMirror === undefined ? {} : { imageMirror },
    })
    return CONTAINERS[solution].map(
      ({ folder }) => /^ARG BASE=(.*)$/m.exec(files.get(`${folder}/Dockerfile`) ?? '')?.[1],
    )
  }
  expect(from('nginx-lua')).toEqual(['public.ecr.aws/docker/library/debian:trixie-slim'])
  expect(from('nginx-vector', 'mirror.example.com:5000/base')).toEqual([
    'mirror.example.com:5000/base/docker/library/debian:trixie-slim',
    'mirror.example.com:5000/base/timberio/vector:0.57.0-debian',
  ])
})

test('the Dockerfiles keep to what the task definition is told', () => {
  for (const solution of ['nginx-lua', 'nginx-vector'] as const) {
    const files = renderContainers(containerSpec(solution))
    for (const { folder, userId, port, writableFolders, healthCommand } of CONTAINERS[solution]) {
      const dockerfile = files.get(`${folder}/Dockerfile`) ?? ''
      expect(/^USER (\d+):(\d+)$/m.exec(dockerfile)?.slice(1)).toEqual([String(userId), String(userId)])
      expect([...dockerfile.matchAll(/^VOLUME (.+)$/gm)].map((match) => match[1])).toEqual(writableFolders)
      expect([...dockerfile.matchAll(/^EXPOSE (\d+)$/gm)].map((match) => Number(match[1]))).toEqual(
        port === undefined ? [] : [port],
      )
      expect(JSON.parse(/^HEALTHCHECK .* CMD (.*)$/m.exec(dockerfile)?.[1] ?? '')).toEqual(healthCommand.slice(1))
    }
  }
})

test('a path that the collector needs itself is refused', () => {
  expect(() => renderContainers(containerSpec('nginx-lua', { paths: ['/collect', '/health'] }))).toThrow(
    expect.objectContaining({ code: 'ReservedPath', exitCode: 3 }),
  )
})

test('Vector with IAM is refused', () => {
  const spec = containerSpec('nginx-vector')
  expect(() => renderContainers({ ...spec, kafka: { ...spec.kafka, auth: 'iam' } })).toThrow(
    expect.objectContaining({ code: 'VectorWithoutIam', exitCode: 3 }),
  )
})

test('Vector waits for the broker only where the spec says so, and gives an event up before nginx answers 503', () => {
  const acknowledged = renderContainers(containerSpec('nginx-vector'))
  const buffered = renderContainers(containerSpec('nginx-vector', { durability: 'buffered' }))
  expect(acknowledged.get('nginx-vector/vector/vector.yaml')).toMatch(/acknowledgements:\n\s+enabled: true/)
  expect(buffered.get('nginx-vector/vector/vector.yaml')).toMatch(/acknowledgements:\n\s+enabled: false/)
  const all = (directives: readonly Directive[]): readonly Directive[] =>
    directives.flatMap((directive) => [directive, ...all(directive.block ?? [])])
  const waits = all(parseNginx(acknowledged.get('nginx-vector/nginx/nginx.conf') ?? ''))
    .filter(({ name }) => name === 'proxy_read_timeout')
    .map(({ parameters }) => parameters[0])
  expect(waits).toEqual(['5s', '5s'])
  expect(acknowledged.get('nginx-vector/vector/vector.yaml')).toMatch(/message_timeout_ms: 4000\n/)
  expect(buffered.get('nginx-vector/vector/vector.yaml')).toMatch(/message_timeout_ms: 0\n/)
})
