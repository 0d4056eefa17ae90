import { execFile, spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { median } from './measure.mjs'

// The generator on one core against a bare nginx on the other, and the reading of a million JSON lines: `npm run bench:traffic`.
const EVENTS = 200_000
const LINES = 1_000_000
const ROUNDS = 5
const PORT = 18_802
const script = (name) => fileURLToPath(new URL(`traffic/${name}.mjs`, import.meta.url))
const env = { ...process.env, PATH: `${process.env.PATH}${delimiter}/usr/sbin` }

async function json(command, args) {
  const { stdout } = await promisify(execFile)(command, args, { env })
  return JSON.parse(stdout)
}

const folder = await mkdtemp(join(tmpdir(), 'clickstream-traffic-'))
// Reads every body, as a collector does, by passing it to itself.
await writeFile(
  join(folder, 'nginx.conf'),
  `daemon off; worker_processes 1; pid nginx.pid; error_log stderr crit;
events { worker_connections 1024; }
http {
  access_log off; client_max_body_size 2m; client_body_buffer_size 64k; keepalive_requests 1000000;
  client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi; uwsgi_temp_path uwsgi; scgi_temp_path scgi;
  server { listen 127.0.0.1:${PORT}; location / { return 200 '{"code":200,"data":true}'; } }
}
`,
)
const nginx = spawn('taskset', ['-c', '1', 'nginx', '-p', folder, '-c', 'nginx.conf'], { env, stdio: 'inherit' })
try {
  const endpoint = `http://127.0.0.1:${PORT}/collect`
  while (
    !(await fetch(endpoint).then(
      ({ ok }) => ok,
      () => false,
    ))
  )
    await new Promise((done) => setTimeout(done, 50))
  const runs = []
  for (let round = 0; round < ROUNDS; round++) {
    runs.push(await json('taskset', ['-c', '0', process.execPath, script('generate'), endpoint, String(EVENTS)]))
  }
  if (runs.some(({ accepted }) => accepted !== EVENTS)) throw new Error(`not all accepted: ${JSON.stringify(runs)}`)
  const of = (name) => median(runs.map((run) => run[name]))
  console.log(
    `generator, one core      ${Math.round(of('events'))} events/s in ${Math.round(of('requests'))} requests/s (goal 20,000 events/s)`,
  )
  const verified = await json(process.execPath, ['--expose-gc', script('verify'), String(LINES)])
  console.log(
    `verify ${LINES} JSON lines  ${verified.seconds.toFixed(1)} s, ${verified.grown.toFixed(0)} MB more memory (goal 20 s)`,
  )
} finally {
  nginx.kill('SIGQUIT')
  await rm(folder, { recursive: true, force: true })
}
