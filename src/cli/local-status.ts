import { isRunning, openAssembly, readState, runFolder } from '../site/index.js'
import type { Context } from './context.js'

/** `clickstream local status`: what runs, read from the processes themselves; exits with 1 where a part is missing. */
export function localStatus({ reporter }: Context, project: string): Promise<number> {
  const state = readState(runFolder(openAssembly(project)))
  const parts = (state?.parts ?? []).map(({ name, pid, began, log }) => ({
    name,
    pid,
    running: isRunning({ pid, began }),
    log,
  }))
  const complete = state?.complete === true && parts.every(({ running }) => running)
  reporter.document({ complete, parts, addresses: state?.addresses ?? {} }, (style) =>
    parts.length === 0
      ? 'nothing runs here; `clickstream local up` starts it'
      : parts
          .map(({ name, pid, running, log }) =>
            running
              ? `${style.green('✔')} ${name.padEnd(12)} runs as process ${pid}`
              : `${style.red('✘')} ${name.padEnd(12)} has ended; its log is ${log}`,
          )
          .join('\n'),
  )
  return Promise.resolve(complete ? 0 : 1)
}
