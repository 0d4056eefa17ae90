import { expect, test } from '@jest/globals'
import { parse } from 'yaml'
import { CONTAINERS } from '../../src/spec/container-facts.js'
import type { Spec } from '../../src/spec/schema.js'
import { renderContainers } from '../../src/containers/containers.js'
import { containerSpec } from '../support/container-spec.js'
import { parseNginx, type Directive } from '../support/nginx-tokenizer.js'

/** The part of the shipper's configuration that these tests look at. */
interface Shipper {
  readonly pipeline: {
    readonly inputs: readonly { readonly buffer_max_size: number }[]
    readonly outputs: readonly { readonly s3_key_format: string }[]
  }
}

test('only the folders of the chosen solution are rendered, each with its Dockerfile', () => {
  for (const solution of ['nginx-lua', 'nginx-vector'] as const) {
    // WHEN
    const files = [...renderContainers(containerSpec(solution)).keys()]
    // THEN
    expect(files.filter((file) => !CONTAINERS[solution].some(({ folder }) => file.startsWith(`${folder}/`)))).toEqual(
      [],
    )
    expect(files.filter((file) => file.endsWith('/Dockerfile'))).toEqual(
      CONTAINERS[solution].map(({ folder }) => `${folder}/Dockerfile`).sort(),
    )
    expect(files.filter((file) => file.endsWith('.hbs'))).toEqual([])
    expect(files).toEqual([...files].sort())
  }
})

/** The settings of the Lua collector, one `name = value` each. */
const luaSettings = (spec: Spec): string[] =>
  (renderContainers(spec).get('nginx-lua/lua/settings.lua') ?? '')
    .split('\n')
    .filter((line) => / = /.test(line))
    .map((line) => line.replace(/,?( --.*)?$/, '').trim())

test('values of the spec stand in the Lua settings as literals', () => {
  // GIVEN
  const spec = containerSpec('nginx-lua', { trustedHops: 2, durability: 'buffered', maxBodyKiB: 64 })
  // WHEN
  const settings = luaSettings({ ...spec, kafka: { ...spec.kafka, auth: 'iam' } })
  // THEN
  expect(settings).toEqual([
    'service = "web-events"',
    'project_header = "project"',
    'default_topic = "app_logs"',
    'topics = { "app_logs", "web_logs" }',
    'routing_key_kind = "none"',
    'routing_key_name = ""',
    'cors_origins = { "https://www.example.com" }',
    'trusted_hops = 2',
    'address = "full"',
    'keep_query = true',
    'keep_user_agent = true',
    'durability = "buffered"',
    'auth = "iam"',
    'max_body_bytes = 65536',
    'limit_per_address = 1000',
    'limit_per_project = 0',
    'workers = 1',
    'queue_kib = 524288',
    // 23 GiB of disk but for 6; 20,000 events/s of 1300 + 400 bytes on two tasks.
    `spill_bytes = ${17 * 1024 ** 3}`,
    `rejected_bytes = ${64 * 1024 ** 2}`,
    'peak_bytes_per_second = 17000000',
    'drain_seconds = 30',
  ])
})

test.each([
  ['header:X-User-Id', 'header', '"x-user-id"'],
  ['json:user.id', 'json', '{ "user", "id" }'],
])('the record key %s is one of %s: %s', (key, kind, name) => {
  const { routing } = containerSpec('nginx-lua').collector
  expect(luaSettings(containerSpec('nginx-lua', { routing: { ...routing, key } }))).toEqual(
    expect.arrayContaining([`routing_key_kind = "${kind}"`, `routing_key_name = ${name}`]),
  )
})

test('the shipper reads the longest line that the collector writes, and names objects below the backup prefix', () => {
  // GIVEN
  const shipped = (maxBodyKiB: number): Shipper =>
    parse(
      renderContainers({
        ...containerSpec('nginx-lua', { maxBodyKiB }),
        backup: { bucket: 'my-data-bucket', prefix: 'team=data/backup' },
      }).get('fluent-bit/fluent-bit.yaml') ?? '',
    ) as Shipper
  const longest = (maxBodyKiB: number): number[] =>
    shipped(maxBodyKiB).pipeline.inputs.map(({ buffer_max_size: bytes }) => bytes)
  // THEN a refused body of 64 KiB in base64 fits too
  expect([longest(1), longest(10_240)]).toEqual([
    [528 * 1024, 528 * 1024],
    [10_256 * 1024, 10_256 * 1024],
  ])
  expect(shipped(1024).pipeline.outputs.map(({ s3_key_format: format }) => format)).toEqual([
    '/team=data/backup/spill/%Y/%m/%d/%H/%M%S-$UUID.jsonl.gz',
    '/team=data/backup/rejected/%Y/%m/%d/%H/%M%S-$UUID.jsonl.gz',
  ])
})

test('the containers of a task stop, one after the other, within the two minutes of a Spot interruption', () => {
  const seconds = Object.entries(CONTAINERS).map(([solution, containers]) => [
    solution,
    containers.reduce((sum, { stopTimeoutSeconds }) => sum + stopTimeoutSeconds, 0),
  ])
  expect(Object.fromEntries(seconds)).toEqual({ 'nginx-lua': 110, 'nginx-vector': 115 })
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
  expect(from('nginx-lua')).toEqual([
    'public.ecr.aws/docker/library/debian:trixie-slim',
    'public.ecr.aws/aws-observability/aws-for-fluent-bit:3.4.16',
  ])
  expect(from('nginx-vector', 'mirror.example.com:5000/base')).toEqual([
    'mirror.example.com:5000/base/docker/library/debian:trixie-slim',
    'mirror.example.com:5000/base/timberio/vector:0.57.0-debian',
  ])
})

test('the Dockerfiles keep to what the task definition is told', () => {
  for (const solution of ['nginx-lua', 'nginx-vector'] as const) {
    const files = renderContainers(containerSpec(solution))
    for (const { folder, userId, port, volumes, healthCommand } of CONTAINERS[solution]) {
      const dockerfile = files.get(`${folder}/Dockerfile`) ?? ''
      expect(/^USER (\d+):(\d+)$/m.exec(dockerfile)?.slice(1)).toEqual([String(userId), String(userId)])
      expect([...dockerfile.matchAll(/^VOLUME (.+)$/gm)].map((match) => match[1])).toEqual(
        volumes.map(({ path }) => path),
      )
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

test('GIVEN a region and a bucket that only the deployment knows WHEN rendered THEN the containers take them from the environment', () => {
  // WHEN
  const files = renderContainers(containerSpec('nginx-lua'), ['AWS_REGION', 'CLICKSTREAM_BACKUP_BUCKET'])
  // THEN
  expect(files.get('fluent-bit/fluent-bit.yaml')).toContain('bucket: "${CLICKSTREAM_BACKUP_BUCKET}"')
  expect(files.get('fluent-bit/fluent-bit.yaml')).toContain('region: "${AWS_REGION}"')
  expect(files.get('nginx-lua/Dockerfile')).toMatch(/CLICKSTREAM_PROXY_PROTOCOL=on\n#/)
})
