import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { ClickstreamError } from '../../errors.js'

/** What the Iceberg sink 1.12.0 is compiled for: its classes have version 61. */
const OLDEST = 17

const HINT = `Java ${OLDEST} or newer is needed: apt-get install --yes openjdk-17-jre-headless, and put it first on the PATH`

/**
 * The same program where it runs and is new enough.
 *
 * @throws `JavaUnusable` with what it said
 */
export async function usableJava(program: string, env: NodeJS.ProcessEnv): Promise<string> {
  const unusable = (what: string, cause?: unknown): ClickstreamError =>
    new ClickstreamError(`${program} ${what}`, { code: 'JavaUnusable', hint: HINT, cause })
  const { stdout, stderr } = await promisify(execFile)(program, ['-version'], { env, timeout: 30_000 }).catch(
    (error: Error & { stderr?: string }) => {
      throw unusable(`does not run: ${(error.stderr ?? '').trim().split('\n')[0] || error.message}`, error)
    },
  )
  const said = `${stderr}${stdout}`
  // Until 8 a version began with "1.".
  const [, version = '', old, major] = /version "((1\.)?(\d+)[^"]*)"/.exec(said) ?? []
  if (major === undefined) throw unusable(`says no version: ${JSON.stringify(said.split('\n')[0])}`)
  if (old !== undefined || Number(major) < OLDEST) throw unusable(`is version ${version}`)
  return program
}
