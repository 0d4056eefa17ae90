// `npm run plugins:jars` builds our own jars into connect/dist/ and pins them in the locks; `npm run plugins:check` builds them
// elsewhere and fails where one byte differs from what is committed.
import { copyFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { fail, ROOT, run, sha256 } from './maven.mjs'

const CONNECT = join(ROOT, 'connect')
const DIST = join(CONNECT, 'dist')
const JARS = ['event-columns', 's3-json-sink']

/** Compilers of other versions write other bytes for the same source; this is Debian 12's. */
const JAVA = '17'

const java = /Java version: (\d+)/.exec(run('mvn', ['-v']))?.[1]
if (java !== JAVA)
  fail(`Maven runs on Java ${java}; the committed jars are made with ${JAVA}: set JAVA_HOME to a JDK ${JAVA}`)

const check = process.argv.includes('--check')
const scratch = mkdtempSync(join(tmpdir(), 'plugins-jars-'))
try {
  // A copy: nothing of an earlier build is taken, and the folder's name has no say.
  cpSync(CONNECT, scratch, { recursive: true, filter: (path) => !['dist', 'target'].includes(basename(path)) })
  // Jars keep the permissions of what is packed.
  run('chmod', ['-R', 'u=rwX,go=rX', scratch])
  process.umask(0o022)
  run('mvn', ['-B', '-q', '-f', join(scratch, 'pom.xml'), '-Dmaven.test.skip=true', 'package'])
  const differences = JARS.flatMap((name) => (check ? compare(name, built(name)) : keep(name, built(name))))
  if (differences.length > 0) fail(`${differences.join('\n')}\nrun \`npm run plugins:jars\` and commit what it changes`)
} finally {
  rmSync(scratch, { recursive: true })
}
if (!check) process.stdout.write(run('node', ['scripts/plugins-lock.mjs', 'iceberg-sink', 's3-json-sink']))

function built(name) {
  const version = /<version>([^<]+)<\/version>/.exec(readFileSync(join(CONNECT, 'pom.xml'), 'utf8'))?.[1]
  return join(scratch, name, 'target', `${name}-${version}.jar`)
}

function keep(name, jar) {
  mkdirSync(DIST, { recursive: true })
  copyFileSync(jar, join(DIST, `${name}.jar`))
  writeFileSync(join(DIST, `${name}.jar.sha256`), `${sha256(readFileSync(jar))}  ${name}.jar\n`)
  return []
}

/** What is wrong with the committed jar, its digest beside it, and its place in the locks. */
function compare(name, jar) {
  const committed = join(DIST, `${name}.jar`)
  if (!existsSync(committed)) return [`connect/dist/${name}.jar is missing`]
  const digest = sha256(readFileSync(committed))
  const locks = ['iceberg-sink', 's3-json-sink'].flatMap(
    (lock) => JSON.parse(readFileSync(join(CONNECT, 'locks', `${lock}.lock.json`), 'utf8')).artifacts,
  )
  const pinned = locks.find(({ file }) => file === `../dist/${name}.jar`)?.sha256
  const differs = [
    [sha256(readFileSync(jar)) === digest, `connect/dist/${name}.jar is not what its source gives`],
    [
      readFileSync(`${committed}.sha256`, 'utf8') === `${digest}  ${name}.jar\n`,
      `${name}.jar.sha256 is not its digest`,
    ],
    [pinned === digest, `the lock pins ${pinned} for ${name}.jar, which is ${digest}`],
  ].flatMap(([same, problem]) => (same ? [] : [problem]))
  if (differs.length === 0) process.stdout.write(`connect/dist/${name}.jar: ${digest}, as built from source\n`)
  return differs
}
