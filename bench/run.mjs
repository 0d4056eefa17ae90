import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { libraryRows } from './library.mjs'
import { alternate, printed, seconds } from './measure.mjs'

const rounds = Number(process.argv[2] ?? 5)
const path = (relative) => fileURLToPath(new URL(`../${relative}`, import.meta.url))
const node = process.execPath
const bin = path('bin/clickstream.js')
const example = path('examples/nginx-lua/clickstream.yaml')
const bare = path('bench/bare-synth.mjs')
const warm = path('bench/warm-synth.mjs')

const conversation = JSON.stringify([
  "Deploy clickstream with MSK cluster 'orders-prod' and S3 bucket 'my-data-bucket' in Frankfurt",
  '20,000 events a second at peak, 1.3 KB each, lowest latency',
  'make it 40k, and keep events for 7 days',
])

const folder = await mkdtemp(join(tmpdir(), 'clickstream-bench-'))
let count = 0
const out = () => join(folder, String(count++))

try {
  // One project that was generated before: what the bare script synthesizes.
  const project = join(folder, 'project')
  await seconds(node, [bin, 'generate', example, '--out', project])

  const small = await alternate(
    {
      node: () => seconds(node, ['-e', '0']),
      help: () => seconds(node, [bin, '--help']),
      plan: () => seconds(node, [bin, 'plan', '--turns', '-', '--json'], { input: conversation }),
    },
    rounds * 2 + 1,
  )
  const synth = await alternate(
    {
      generate: () => seconds(node, [bin, 'generate', example, '--out', out()]),
      nag: () => seconds(node, [bare, project, out(), '--nag']),
      noNag: () => seconds(node, [bare, project, out()]),
    },
    rounds,
  )
  const warmSeconds = await printed(node, [warm, example, String(rounds * 2)])

  const rows = [
    ['figure', 'value', 'against', 'ratio', 'goal'],
    [
      'clickstream --help',
      fixed(small.help),
      `node -e 0: ${fixed(small.node)} s`,
      ratio(small.help, small.node),
      '≤ 2',
    ],
    ['plan, 3 turns, cold', fixed(small.plan), '', '', '≤ 1.5 s'],
    [
      'generate, cold',
      fixed(synth.generate),
      `bare synth with cdk-nag: ${fixed(synth.nag)} s`,
      ratio(synth.generate, synth.nag),
      '≤ 1.25',
    ],
    [
      'generate, cold',
      fixed(synth.generate),
      `bare synth without cdk-nag: ${fixed(synth.noNag)} s`,
      ratio(synth.generate, synth.noNag),
      '',
    ],
    ['spec to validated template, warm', fixed(warmSeconds), '', '', '≤ 0.5 s'],
    ...(await libraryRows(folder, rounds * 2 + 1)),
  ]
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)))
  for (const row of rows)
    console.log(
      row
        .map((cell, column) => cell.padEnd(widths[column]))
        .join('  ')
        .trimEnd(),
    )
} finally {
  await rm(folder, { recursive: true, force: true })
}

function fixed(value) {
  return value.toFixed(3)
}

function ratio(value, base) {
  return (value / base).toFixed(2)
}
