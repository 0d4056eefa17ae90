import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'

/** One process of this machine; its number alone is given again to others. */
export interface ProcessIdentity {
  readonly pid: number
  /** When it began, in the words of the system; compared, never read. */
  readonly began: string
}

/** Who has this number now; undefined where nobody has, or only what is left of one that ended. */
export function identify(pid: number): ProcessIdentity | undefined {
  const began = process.platform === 'linux' ? beganByProc(pid) : beganByPs(pid)
  return began === undefined ? undefined : { pid, began }
}

/** Whether this very process is still there. */
export function isRunning({ pid, began }: ProcessIdentity): boolean {
  return identify(pid)?.began === began
}

/**
 * Processes that belong to a folder: started with this environment variable, or in the process group of one of these and at
 * work below the folder (nginx writes its title over its environment). On Linux only.
 */
export function processesOf(folder: string, variable: string, groups: readonly number[]): ProcessIdentity[] {
  if (process.platform !== 'linux') return []
  const wanted = `${variable}=${folder}`
  return readdirSync('/proc').flatMap((entry) => {
    const pid = Number(entry)
    if (!Number.isInteger(pid) || pid === process.pid) return []
    try {
      const marked = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').includes(wanted)
      const ours =
        marked || (groups.includes(groupOf(pid)) && readlinkSync(`/proc/${pid}/cwd`).startsWith(`${folder}/`))
      return ours ? (identify(pid) ?? []) : []
    } catch {
      return [] // it has ended, or is somebody else's
    }
  })
}

/** Whether a process is in this process group. */
export function inGroup(group: number): (one: ProcessIdentity) => boolean {
  return ({ pid }) => {
    try {
      return groupOf(pid) === group
    } catch {
      return false // it has ended
    }
  }
}

/** Sends a signal to exactly these processes. */
export function signalAll(processes: readonly ProcessIdentity[], signal: NodeJS.Signals): void {
  for (const one of processes) {
    if (!isRunning(one)) continue
    try {
      process.kill(one.pid, signal)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
    }
  }
}

/** Waits until all of them have ended; those that have not after `patienceMs`. */
export async function ended(
  processes: readonly ProcessIdentity[],
  patienceMs: number,
): Promise<readonly ProcessIdentity[]> {
  const end = Date.now() + patienceMs
  for (;;) {
    const left = processes.filter(isRunning)
    if (left.length === 0 || Date.now() >= end) return left
    await pause(50)
  }
}

/** Field 22 of proc(5)'s `stat`: clock ticks from the machine's start. A zombie has ended. */
function beganByProc(pid: number): string | undefined {
  try {
    const [state, began] = fieldsOf(pid, 3, 22)
    return state === 'Z' || state === 'X' ? undefined : began
  } catch {
    return undefined
  }
}

function groupOf(pid: number): number {
  return Number(fieldsOf(pid, 5)[0])
}

/** Fields of proc(5)'s `stat` by their numbers there, from 3 on: the second one, a name in brackets, may hold anything. */
function fieldsOf(pid: number, ...numbers: number[]): (string | undefined)[] {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  return numbers.map((number) => fields[number - 3])
}

function beganByPs(pid: number): string | undefined {
  try {
    const text = execFileSync('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim()
    return text === '' || text.startsWith('Z') ? undefined : text.slice(text.indexOf(' ')).trim()
  } catch {
    return undefined
  }
}
