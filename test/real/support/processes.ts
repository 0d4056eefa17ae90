import { readFile } from 'node:fs/promises'
import { until } from './programs.js'

/** Whether a process of this number is there and has not ended. */
export const isAlive = async (pid: number): Promise<boolean> => {
  const status = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined)
  // Fields after the name, which may hold anything: "1 (name) S …". Z is one whose parent has not noticed.
  return status !== undefined && !/^[ZX]/.test(status.slice(status.lastIndexOf(')') + 2))
}

/** Children of a process. */
export const childrenOf = async (pid: number): Promise<number[]> => {
  const text = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '')
  return text.split(' ').filter(Boolean).map(Number)
}

/** A process and everything below it. */
export const treeOf = async (pid: number): Promise<number[]> => {
  const below = await Promise.all((await childrenOf(pid)).map(treeOf))
  return [pid, ...below.flat()]
}

/** Command line of a process, or its title where it gave itself one. */
export const titleOf = async (pid: number): Promise<string> =>
  (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).replaceAll('\0', ' ').trim()

/** Sends a signal to these processes, and takes it as done where one has ended before. */
export const signal = (pids: readonly number[], name: NodeJS.Signals): void => {
  for (const pid of pids) {
    try {
      process.kill(pid, name)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
    }
  }
}

/** Kills these processes and waits until they are gone. */
export const killAll = async (pids: readonly number[]): Promise<void> => {
  signal(pids, 'SIGKILL')
  for (const pid of pids) await until(`process ${pid} to end`, async () => !(await isAlive(pid)), 10_000)
}
