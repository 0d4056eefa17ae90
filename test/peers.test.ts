import { execFile } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import { missingPeer } from '../src/peers.js'

// A process is started, and the machine may be busy.
jest.setTimeout(60_000)

const INSTALL = '@strands-agents/sdk@1.16.0'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'clickstream-peers-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('a project without the agent SDK', () => {
  test('GIVEN the built package alone WHEN planned and generated THEN PeerMissing with the line that installs it', async () => {
    // GIVEN
    const modules = join(folder, 'node_modules')
    mkdirSync(modules)
    cpSync('dist', join(modules, 'clickstream-agents', 'dist'), { recursive: true })
    cpSync('package.json', join(modules, 'clickstream-agents', 'package.json'))
    for (const name of readdirSync('node_modules').filter(
      (entry) => !/^(?:\.|clickstream|@strands-agents$)/.test(entry),
    ))
      symlinkSync(resolve('node_modules', name), join(modules, name))
    const program = `
      import { createClickstreamOrchestrator } from 'clickstream-agents'
      const team = createClickstreamOrchestrator()
      for (const work of [() => team.plan('hello'), () => team.generate('hello', { out: 'never' })])
        console.log(JSON.stringify(await work().catch((error) => ({ code: error.code, hint: error.hint }))))`
    writeFileSync(join(folder, 'run.mjs'), program)

    // WHEN
    const { stdout } = await promisify(execFile)(process.execPath, ['run.mjs'], { cwd: folder })

    // THEN
    const missing = { code: 'PeerMissing', hint: `run: npm install ${INSTALL}` }
    expect(
      stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as unknown),
    ).toEqual([missing, missing])
  })

  test('GIVEN package.json WHEN compared THEN the line installs the version that this package is tested with', () => {
    const { peerDependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as {
      peerDependencies: Record<string, string>
    }
    expect(`@strands-agents/sdk@${peerDependencies['@strands-agents/sdk']}`).toBe(INSTALL)
  })

  test.each([
    ['another package', Object.assign(new Error("Cannot find package 'left-pad'"), { code: 'ERR_MODULE_NOT_FOUND' })],
    ['another error', new Error("'constructs' is wrong")],
    ['no error', 'constructs'],
  ])('GIVEN %s WHEN looked at THEN it is no missing peer', (_, thrown) => {
    expect(missingPeer(thrown)).toBe(undefined)
  })
})
