import { constants } from 'node:os'

/** Does some work; a signal on its way ends everything that runs in the folder, and then this process as signals do. */
export function endOnSignal<Result>(folder: string, work: () => Promise<Result>): Promise<Result> {
  return onSignal(async () => (await import('../site/index.js')).endAll(folder), work)
}

/** Does some work; a signal on its way ends what was started, and then this process as signals do. */
export async function onSignal<Result>(end: () => Promise<unknown>, work: () => Promise<Result>): Promise<Result> {
  const leave = (signal: NodeJS.Signals): void => {
    void end().finally(() => process.exit(128 + constants.signals[signal]))
  }
  process.once('SIGINT', leave).once('SIGTERM', leave)
  try {
    return await work()
  } finally {
    process.off('SIGINT', leave).off('SIGTERM', leave)
  }
}
