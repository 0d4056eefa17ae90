// What the library weighs: its package, its import, the resources of each example's stacks. Rows for bench/run.mjs.
import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { loadSpec } from '../dist/spec/index.js'
import { synthesize } from '../dist/synth/index.js'
import { alternate, seconds } from './measure.mjs'

const path = (relative) => fileURLToPath(new URL(`../${relative}`, import.meta.url))
const MIB = 1024 * 1024

/** Rows of the bench's table. */
export async function libraryRows(folder, rounds) {
  const [packed, imports, resources] = [await packedRow(), await importRow(rounds), await resourceRows(folder)]
  return [packed, imports, ...resources]
}

async function packedRow() {
  const { version } = JSON.parse(await readFile(path('package.json'), 'utf8'))
  const { size } = await stat(path(`vendor/clickstream-agents-${version}.tgz`))
  return ['packed library', `${(size / MIB).toFixed(2)} MB`, '', '', '≤ 2 MB']
}

/** Against the modules of aws-cdk-lib that the constructs import themselves, in a process of its own each time. */
async function importRow(rounds) {
  const modules = new Set()
  for (const file of await readdir(path('dist/constructs'), { recursive: true })) {
    if (!file.endsWith('.js')) continue
    const text = await readFile(join(path('dist/constructs'), file), 'utf8')
    for (const [, name] of text.matchAll(/from '(aws-cdk-lib[^']*|constructs)'/g)) modules.add(name)
  }
  const script = (names) => ['--input-type=module', '-e', names.map((name) => `import '${name}'`).join('\n')]
  const cwd = path('.')
  const times = await alternate(
    {
      own: () => seconds(process.execPath, script(['clickstream-agents/constructs']), { cwd }),
      modules: () => seconds(process.execPath, script([...modules]), { cwd }),
    },
    rounds,
  )
  const against = `${modules.size} modules of aws-cdk-lib: ${times.modules.toFixed(3)} s`
  return ['import of constructs', times.own.toFixed(3), against, (times.own / times.modules).toFixed(2), '≤ 1.2']
}

/** The largest of each kind of stack among the examples. */
async function resourceRows(folder) {
  const largest = new Map()
  for (const example of await readdir(path('examples'))) {
    const file = path(`examples/${example}/clickstream.yaml`)
    if (!(await stat(file).catch(() => undefined))) continue
    const { spec, lock } = loadSpec(file)
    const outdir = join(folder, `resources-${example}`)
    const { stacks } = await synthesize({ spec, outdir, ...(lock !== undefined && { lock }) })
    for (const { name, resources } of stacks) {
      const kind = name.slice(spec.name.length + 1)
      if (resources > (largest.get(kind)?.resources ?? 0)) largest.set(kind, { resources, example })
    }
  }
  return ['Ingestion', 'Connectors'].map((kind) => {
    const { resources, example } = largest.get(kind)
    return [`resources of ${kind}`, String(resources), example, '', `≤ ${{ Ingestion: 60, Connectors: 30 }[kind]}`]
  })
}
