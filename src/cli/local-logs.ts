import { ClickstreamError } from '../errors.js'
import { lastLines, openAssembly, readState, runFolder } from '../site/index.js'
import type { Context } from './context.js'

/** `clickstream local logs`: the last lines of one part, or of each. */
export function localLogs(
  { reporter }: Context,
  name: string | undefined,
  options: { readonly project: string; readonly lines: number },
): Promise<void> {
  const parts = readState(runFolder(openAssembly(options.project)))?.parts ?? []
  const wanted = name === undefined ? parts : parts.filter((part) => part.name === name)
  if (wanted.length === 0) {
    throw new ClickstreamError(name === undefined ? 'nothing runs here' : `no part ${JSON.stringify(name)} runs here`, {
      code: 'NoSuchPart',
      hint:
        parts.length === 0
          ? 'start it with `clickstream local up`'
          : `write one of ${parts.map((part) => part.name).join(', ')}`,
      exitCode: 2,
    })
  }
  const logs = wanted.map(({ name: part, log }) => ({ name: part, file: log, lines: lastLines(log, options.lines) }))
  reporter.document(logs, (style) =>
    logs
      .map(({ name: part, file, lines }) => [`${style.bold(part)} ${style.dim(file)}`, ...lines].join('\n'))
      .join('\n\n'),
  )
  return Promise.resolve()
}
