import { spawnSync } from 'node:child_process'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Runs a program to its end, its output in ours; stops everything where it fails. */
function run(command, args) {
  const { status, error } = spawnSync(command, args, { stdio: 'inherit' })
  if (error !== undefined) throw new Error(`${command} is needed for this and could not be started: ${error.message}`)
  if (status !== 0) process.exit(status ?? 1)
}

const connect = fileURLToPath(new URL('../connect', import.meta.url))
const bench = join(connect, 'sink-bench', 'target')

run('mvn', ['-q', '-B', '-f', join(connect, 'pom.xml'), '-P', 'bench', '-DskipTests', 'package'])
run('java', [
  '-Xmx512m',
  '-cp',
  [join(bench, 'classes'), join(bench, 'lib', '*')].join(delimiter),
  'clickstream.s3json.SinkFigures',
])
const jest = fileURLToPath(new URL('../node_modules/jest/bin/jest.js', import.meta.url))
run(process.execPath, ['--experimental-vm-modules', jest, '--selectProjects', 'bench', '--runInBand', 'bench/sink'])
