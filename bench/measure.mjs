import { execFile, spawn } from 'node:child_process'
import { promisify } from 'node:util'

/** The middle of some numbers. */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

/** Seconds that a command takes from start to exit; rejects where it fails. */
export function seconds(command, args, { input = '', env = {}, cwd } = {}) {
  return new Promise((resolve, reject) => {
    const start = process.hrtime.bigint()
    const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, stdio: ['pipe', 'ignore', 'pipe'] })
    let errors = ''
    child.stderr.on('data', (chunk) => (errors += chunk))
    child.stdin.on('error', () => undefined).end(input)
    child.on('error', reject)
    child.on('close', (code) => {
      if (code === 0) resolve(Number(process.hrtime.bigint() - start) / 1e9)
      else reject(new Error(`${[command, ...args].join(' ')} exited with ${code}:\n${errors}`))
    })
  })
}

/** The number that a command prints. */
export async function printed(command, args) {
  const { stdout } = await promisify(execFile)(command, args)
  return Number(stdout)
}

/** Runs several commands in turn, `rounds` times after one unmeasured round, so that a busy machine slows all of them alike. */
export async function alternate(commands, rounds) {
  const times = Object.fromEntries(Object.keys(commands).map((name) => [name, []]))
  for (let round = 0; round <= rounds; round++) {
    for (const [name, run] of Object.entries(commands)) {
      const time = await run()
      if (round > 0) times[name].push(time)
    }
  }
  return Object.fromEntries(Object.entries(times).map(([name, values]) => [name, median(values)]))
}
