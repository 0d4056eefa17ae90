// Seconds from a spec to its validated templates in a process that has done it before: the median, on the last line.
// node bench/warm-synth.mjs <spec> <rounds>
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadSpec } from '../dist/spec/index.js'
import { synthesize } from '../dist/synth/index.js'
import { median } from './measure.mjs'

const [file, rounds] = process.argv.slice(2)
const folder = await mkdtemp(join(tmpdir(), 'clickstream-warm-'))
const times = []
try {
  for (let round = 0; round <= Number(rounds); round++) {
    const start = performance.now()
    const { spec, lock } = loadSpec(file)
    await synthesize({ spec, outdir: join(folder, String(round)), ...(lock !== undefined && { lock }) })
    if (round > 0) times.push((performance.now() - start) / 1000)
  }
  process.stdout.write(`${median(times)}\n`)
} finally {
  await rm(folder, { recursive: true, force: true })
}
