import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, test } from '@jest/globals'
import { ended, identify, isRunning, signalAll } from '../../src/site/local/processes.js'

test('GIVEN a process WHEN it ends THEN its identity is nobody, and a signal to the number of another reaches nobody', async () => {
  const child = spawn('sleep', ['30'])
  const pid = child.pid ?? 0
  const identity = identify(pid)
  expect(identity?.pid).toBe(pid)
  if (identity === undefined) return

  // Somebody else with this number: begun at another time.
  signalAll([{ pid, began: `${identity.began}0` }], 'SIGKILL')
  expect(await ended([identity], 100)).toEqual([identity])

  const gone = once(child, 'exit')
  signalAll([identity], 'SIGTERM')
  expect(await ended([identity], 5000)).toEqual([])
  await gone
  expect([isRunning(identity), identify(pid)]).toEqual([false, undefined])
})
