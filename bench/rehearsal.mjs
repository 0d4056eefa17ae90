import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** One rehearsal of the original description's query: how long until all parts are up, how long in all, how much memory together. */
const events = Number(process.argv[2] ?? 10_000)
const rate = Number(process.argv[3] ?? 500)
const bin = fileURLToPath(new URL('../bin/clickstream.js', import.meta.url))
const folder = await mkdtemp(join(tmpdir(), 'clickstream-bench-'))
const project = join(folder, 'project')
const clickstream = (...args) => spawnSync(process.execPath, [bin, ...args], { encoding: 'utf8' })

/** Kilobytes of memory that all processes of the project have: shared pages count in each. */
async function memory() {
  const marks = `CLICKSTREAM_LOCAL_FOLDER=${project}/`
  let kilobytes = 0
  for (const pid of await readdir('/proc')) {
    if (!/^\d+$/.test(pid)) continue
    try {
      const environment = await readFile(`/proc/${pid}/environ`, 'utf8')
      const working = await readFile(`/proc/${pid}/cmdline`, 'utf8')
      if (!environment.includes(marks) && !working.includes(project)) continue
      const rollup = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8')
      kilobytes += Number(/^Rss:\s+(\d+)/m.exec(rollup)?.[1] ?? 0)
    } catch {
      // it has ended
    }
  }
  return kilobytes
}

try {
  const spec = join(folder, 'clickstream.yaml')
  await writeFile(
    spec,
    `apiVersion: clickstream/v1
name: bench
region: us-east-1
kafka: { cluster: my-cluster }
backup: { bucket: my-data-bucket }
sinks:
  - { type: s3-json, bucket: my-data-bucket, prefix: events, topics: [app_logs] }
  - { type: iceberg, bucket: my-data-bucket, database: clickstream, table: app_logs, topics: [app_logs] }
`,
  )
  clickstream('generate', spec, '--out', project)
  const args = ['rehearse', project, '--json', '--events', String(events), '--rate', String(rate)]
  const child = spawn(process.execPath, [bin, ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
  let text = ''
  child.stdout.on('data', (chunk) => (text += chunk))
  let most = 0
  const timer = setInterval(async () => (most = Math.max(most, await memory())), 1000)
  await once(child, 'close')
  clearInterval(timer)
  const { error, passed, seconds, steps } = JSON.parse(text)
  if (error !== undefined) throw new Error(text)
  const up = steps.filter(({ id }) => id !== 'testing').reduce((sum, step) => sum + step.seconds, 0)
  console.log(
    [
      ['figure', 'value', 'goal'],
      ['all parts up', `${up.toFixed(1)} s`, '≤ 60 s warm'],
      [`rehearsal with ${events} events at ${rate} a second`, `${seconds.toFixed(1)} s`, '≤ 180 s'],
      ['memory of all processes together (RSS)', `${(most / 1e6).toFixed(2)} GB`, '≤ 3 GB'],
      ['every event accounted for', passed ? 'yes' : 'no', 'yes'],
    ]
      .map((row) => `| ${row.join(' | ')} |`)
      .join('\n'),
  )
  process.exitCode = passed ? 0 : 1
} finally {
  clickstream('local', 'down', project)
  await rm(folder, { recursive: true, force: true })
}
