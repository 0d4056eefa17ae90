import { constants } from 'node:os'
import { endAll } from '../site/index.js'

/** Does some work; a signal on its way ends everything that runs in the folder, and then this process as signals do. */
export async function endOnSignal<Result>(folder: string, work: () => Promise<Result>): Promise<Result> {
  const leave = (signal: NodeJS.Signals): void => {
    void endAll(folder).finally(() => process.exit(128 + constants.signals[signal]))
  }
  process.once('SIGINT', leave).once('SIGTERM', leave)
  try {
    return await work()
  } finally {
    process.off('SIGINT', leave).off('SIGTERM', leave)
  }
}
