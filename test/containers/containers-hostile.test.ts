import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { parse } from 'yaml'
import { ClickstreamError } from '../../src/errors.js'
import type { Solution, Spec } from '../../src/spec/schema.js'
import { renderContainers } from '../../src/containers/containers.js'
import { allowedSpec, hostileText } from '../support/container-arbitraries.js'
import { containerSpec } from '../support/container-spec.js'
import { type Directive, parseNginx, shapeOf } from '../support/nginx-tokenizer.js'

const SOLUTIONS: readonly Solution[] = ['nginx-lua', 'nginx-vector']

const flat = (directives: readonly Directive[]): readonly Directive[] =>
  directives.flatMap((directive) => [directive, ...flat(directive.block ?? [])])

const yamlShape = (value: unknown): unknown =>
  Array.isArray(value)
    ? value.map(yamlShape)
    : typeof value === 'object' && value !== null
      ? Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, yamlShape(entry)]))
      : typeof value

/** The same spec with plain values in as many places. */
const tame = (spec: Spec): Spec => ({
  ...spec,
  platform: {},
  region: 'us-east-1',
  name: 'plain',
  backup: { bucket: 'my-data-bucket', prefix: 'backup' },
  collector: {
    ...spec.collector,
    maxBodyKiB: 1,
    trustedHops: 0,
    paths: spec.collector.paths.map((_, index) => `/p${index}`),
    corsOrigins: spec.collector.corsOrigins.map((_, index) => `https://o${index}.example`),
    routing: {
      header: 'project',
      default: 't0',
      topics: [...new Set([spec.collector.routing.default, ...spec.collector.routing.topics])].map(
        (_, index) => `t${index}`,
      ),
      key: 'none',
    },
  },
})

/** Remembers what was parsed: the plain texts are few. */
const remembering = (shape: (text: string) => unknown): ((text: string) => string) => {
  const known = new Map<string, string>()
  return (text) => {
    const found = known.get(text) ?? JSON.stringify(shape(text))
    if (known.size < 5000) known.set(text, found)
    return found
  }
}
const plainConf = remembering((text) => shapeOf(parseNginx(text)))
const plainYaml = remembering((text) => yamlShape(parse(text)))

const plainFiles = new Map<string, Map<string, string>>()

/** Rendered once for all specs that have the same plain form. */
const renderTame = (spec: Spec): Map<string, string> => {
  const plain = tame(spec)
  const key = JSON.stringify([plain.collector, plain.kafka, plain.platform])
  const files = plainFiles.get(key) ?? renderContainers(plain)
  plainFiles.set(key, files)
  return files
}

/** The files whose structure is not that of the same spec in plain values. */
const differing = (spec: Spec): readonly string[] => {
  const files = renderContainers(spec)
  return [...renderTame(spec)].flatMap(([path, plain]) => {
    const text = files.get(path) ?? ''
    return hasShapeOf(path, text, plain, spec) ? [] : [`${path}:\n${text}`]
  })
}

/** Entries with all that is indented under them: single lines, or from two levels on where a line may be one of a program. */
const entriesOf = (yaml: string, hasPrograms: boolean): readonly string[] =>
  yaml.split(hasPrograms ? /(?<=\n)(?= {0,4}\S)/ : /(?<=\n)/)
const indent = (entry: string): number => entry.search(/\S/)

/** Every entry that differs is one by itself, as deep and of the same shape: much cheaper than all of the file. */
const sameEntries = (text: string, plain: string, hasPrograms: boolean): boolean => {
  const entries = entriesOf(text, hasPrograms)
  const plainEntries = entriesOf(plain, hasPrograms)
  return (
    entries.length === plainEntries.length &&
    entries.every((entry, index) => {
      const expected = plainEntries[index] ?? ''
      if (entry === expected) return true
      return indent(entry) === indent(expected) && JSON.stringify(yamlShape(parse(entry))) === plainYaml(expected)
    })
  )
}

const hasShapeOf = (path: string, text: string, plain: string, spec: Spec): boolean => {
  if (text === plain && !path.endsWith('nginx.conf')) return true
  if (path.endsWith('.yaml')) return sameEntries(text, plain, path.endsWith('vector.yaml'))
  if (!path.endsWith('nginx.conf')) return text.split('\n').length === plain.split('\n').length
  const conf = parseNginx(text)
  const locations = new Set(
    flat(conf).flatMap(({ name, parameters }) => (name === 'location' && parameters[0] === '=' ? [parameters[1]] : [])),
  )
  return JSON.stringify(shapeOf(conf)) === plainConf(plain) && spec.collector.paths.every((each) => locations.has(each))
}

/** `expect` itself costs as much as a rendering: it is asked only about what differs. */
const expectSameShape = (spec: Spec): void => {
  const found = differing(spec)
  if (found.length > 0) expect(found).toEqual([])
}

test.each(SOLUTIONS)(
  '%s: 400 specs that the schema allows render to the same structure',
  (solution) => {
    fc.assert(fc.property(allowedSpec(solution), expectSameShape), { numRuns: 400 })
  },
  60_000,
)

type Place = (spec: Spec, text: string) => Spec

const inCollector =
  (change: (collector: Spec['collector'], text: string) => Partial<Spec['collector']>): Place =>
  (spec, text) => ({ ...spec, collector: { ...spec.collector, ...change(spec.collector, text) } })

const PLACES = {
  path: inCollector((_, text) => ({ paths: [text] })),
  origin: inCollector((_, text) => ({ corsOrigins: [text] })),
  header: inCollector(({ routing }, text) => ({ routing: { ...routing, header: text } })),
  topic: inCollector(({ routing }, text) => ({ routing: { ...routing, topics: ['app_logs', text] } })),
  'default topic': inCollector(({ routing }, text) => ({ routing: { ...routing, default: text, topics: [text] } })),
  mirror: (spec: Spec, text: string) => ({ ...spec, platform: { imageMirror: text } }),
  region: (spec: Spec, text: string) => ({ ...spec, region: text }),
  name: (spec: Spec, text: string) => ({ ...spec, name: text }),
  bucket: (spec: Spec, text: string) => ({ ...spec, backup: { ...spec.backup, bucket: text } }),
  prefix: (spec: Spec, text: string) => ({ ...spec, backup: { ...spec.backup, prefix: text } }),
  key: inCollector(({ routing }, text) => ({ routing: { ...routing, key: `json:${text}` } })),
}

test.each(SOLUTIONS)(
  '%s: 400 texts that no schema has seen are refused or stay one value, wherever they stand',
  (solution) => {
    fc.assert(
      fc.property(fc.constantFrom(...(Object.keys(PLACES) as (keyof typeof PLACES)[])), hostileText, (place, text) => {
        // GIVEN a spec that never went through the schema
        const spec = PLACES[place](containerSpec(solution), text)
        // WHEN it is rendered THEN it is a coded refusal, or nothing was injected
        try {
          expectSameShape(spec)
        } catch (error) {
          if (!ClickstreamError.is(error)) throw error
          expect(['UnrenderableValue', 'ReservedPath']).toContain(error.code)
        }
      }),
      { numRuns: 400 },
    )
  },
  60_000,
)
