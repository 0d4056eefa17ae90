import { describe, expect, test } from '@jest/globals'
import { readFileSync } from 'node:fs'
import { dirname, join, posix } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { committedFiles } from './committed-files.js'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const PACKAGE = 'clickstream-agents'

/** What each folder of src may import, itself aside; from the lowest layer up. */
const BELOW: Readonly<Record<string, readonly string[]>> = (() => {
  const ground = ['errors', 'peers', 'report']
  const facts = ['spec', ...ground]
  const parts = ['plugins', 'cost', 'containers', ...facts]
  const pieces = ['site', 'constructs', ...parts]
  const tools = ['runtime', 'review', 'synth', ...pieces]
  const agents = ['workflow', 'model', ...tools]
  return {
    errors: [],
    peers: ['errors'],
    report: ['errors'],
    spec: ground,
    plugins: facts,
    cost: facts,
    containers: facts,
    model: facts,
    constructs: parts,
    site: parts,
    synth: pieces,
    review: pieces,
    runtime: pieces,
    workflow: tools,
    agents,
    // The package's main entry shows the orchestrator; the command line uses it like everybody else.
    index: ['agents', ...agents],
    cli: ['index', 'agents', ...agents],
  }
})()

interface Import {
  readonly file: string
  readonly specifier: string
}

const sources = committedFiles().filter((file) => file.startsWith('src/') && file.endsWith('.ts'))
const layerOf = (file: string): string => (file.split('/')[1] ?? '').replace(/\.ts$/, '')

function importsOf(file: string): Import[] {
  const found = ts.preProcessFile(readFileSync(join(ROOT, file), 'utf8'), true, true).importedFiles
  return found.map(({ fileName }) => ({ file, specifier: fileName }))
}

/** The file under src that an import means; undefined for packages. */
function target({ file, specifier }: Import): string | undefined {
  if (specifier === PACKAGE) return 'src/index.ts'
  if (specifier.startsWith(`${PACKAGE}/`)) return `src/${specifier.slice(PACKAGE.length + 1)}/index.ts`
  if (!specifier.startsWith('.')) return undefined
  return posix.normalize(posix.join(dirname(file), specifier)).replace(/\.js$/, '.ts')
}

const imports = sources.flatMap(importsOf)

describe('layers', () => {
  test('GIVEN all imports, static and dynamic WHEN their folders are compared THEN each points down', () => {
    // GIVEN
    const inner = imports.flatMap((entry) => {
      const to = target(entry)
      return to === undefined ? [] : [{ from: entry.file, to }]
    })
    // WHEN
    const upward = inner.filter(({ from, to }) => {
      const [a, b] = [layerOf(from), layerOf(to)]
      return a !== b && !(BELOW[a] ?? []).includes(b)
    })
    // THEN
    expect(inner.length).toBeGreaterThan(50)
    expect(upward).toEqual([])
  })

  test('GIVEN the folders of src WHEN they are looked up THEN each has its place in the layers', () => {
    expect([...new Set(sources.map(layerOf))].filter((layer) => !(layer in BELOW))).toEqual([])
  })

  test('GIVEN what the command line loads before a verb runs WHEN its static imports are followed THEN only commander is foreign', () => {
    expect(foreign(['src/cli/main.ts'])).toEqual(['commander'])
  })

  test('GIVEN the spec WHEN its static imports are followed THEN neither the CDK nor agents are among them', () => {
    expect(foreign(['src/spec/index.ts'])).toEqual(['yaml', 'zod'])
  })

  test('GIVEN the constructs WHEN their imports are followed THEN no agent, no model and no AWS SDK is among them', () => {
    const packages = foreign(['src/constructs/index.ts'])
    expect(packages.filter((name) => /strands|aws-sdk|bedrock/.test(name))).toEqual([])
  })
})

/** Names of the packages that the static imports of some files reach. */
function foreign(entries: readonly string[]): string[] {
  const seen = new Set<string>()
  const packages = new Set<string>()
  const queue = [...entries]
  for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
    if (seen.has(file)) continue
    seen.add(file)
    for (const specifier of staticImports(file)) {
      const to = target({ file, specifier })
      if (to !== undefined) queue.push(to)
      else if (!specifier.startsWith('node:')) packages.add(/^(?:@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? specifier)
    }
  }
  return [...packages].sort()
}

/** What a file loads at once: no dynamic imports, no types. */
function staticImports(file: string): string[] {
  const source = ts.createSourceFile(file, readFileSync(join(ROOT, file), 'utf8'), ts.ScriptTarget.ES2022)
  return source.statements.flatMap((statement) => {
    if (!ts.isImportDeclaration(statement) && !ts.isExportDeclaration(statement)) return []
    const typeOnly = ts.isImportDeclaration(statement)
      ? statement.importClause?.isTypeOnly === true
      : statement.isTypeOnly
    const specifier = statement.moduleSpecifier
    return typeOnly || specifier === undefined || !ts.isStringLiteral(specifier) ? [] : [specifier.text]
  })
}
