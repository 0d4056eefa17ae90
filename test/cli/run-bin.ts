import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const BIN = fileURLToPath(new URL('../../bin/clickstream.js', import.meta.url))

export interface Run {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface RunOptions {
  readonly input?: string
  readonly cwd?: string
  /** Set on top of a bare environment: PATH and nothing that colours or debugs. */
  readonly env?: NodeJS.ProcessEnv
}

/** Runs the real program as a child process without a terminal. */
export function runBin(args: readonly string[], { input = '', cwd, env = {} }: RunOptions = {}): Promise<Run> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [BIN, ...args], { cwd, env: { PATH: process.env.PATH, ...env } })
    let stdout = ''
    let stderr = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
    child.stdin.on('error', () => undefined).end(input)
    child.on('error', reject).on('close', (code) => resolve({ code, stdout, stderr }))
  })
}

/** What `--json` prints when something is wrong. */
export function errorOf(run: Run): {
  code: string
  message: string
  hint?: string
  file?: string
  line?: number
  problems?: unknown[]
} {
  return (JSON.parse(run.stdout) as { error: { code: string; message: string } }).error
}
