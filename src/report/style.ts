import { styleText } from 'node:util'
import { wrap } from './text.js'

type Paint = (text: string) => string

/** How words look on one stream: colours, where it has them, and its width in columns. */
export interface Style {
  /** Columns; Infinity where nothing needs wrapping. */
  readonly width: number
  readonly bold: Paint
  readonly dim: Paint
  readonly red: Paint
  readonly green: Paint
  readonly yellow: Paint
  readonly cyan: Paint
  /** Breaks lines at the width; every line starts with the indent. */
  readonly wrap: (text: string, indent?: string) => string
}

type Format = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan'

/** A style with or without colours; lines break at `width` columns. */
function createStyle(options: { color: boolean; width: number }): Style {
  const paint =
    (format: Format): Paint =>
    (text) =>
      options.color ? styleText(format, text, { validateStream: false }) : text
  return {
    width: options.width,
    bold: paint('bold'),
    dim: paint('dim'),
    red: paint('red'),
    green: paint('green'),
    yellow: paint('yellow'),
    cyan: paint('cyan'),
    wrap: (text, indent = '') => wrap(text, options.width, indent),
  }
}

interface Terminal {
  readonly isTTY?: boolean
  readonly columns?: number
}

/** NO_COLOR (https://no-color.org) wins over everything but an explicit FORCE_COLOR; a dumb terminal and a pipe have none. */
export function wantsColor(stream: Terminal, env: NodeJS.ProcessEnv, flag = true): boolean {
  if (!flag) return false
  if (env.FORCE_COLOR !== undefined) return env.FORCE_COLOR !== '0' && env.FORCE_COLOR !== 'false'
  if (env.NO_COLOR !== undefined && env.NO_COLOR !== '') return false
  return stream.isTTY === true && env.TERM !== 'dumb'
}

/** The style of a stream; past 110 columns long lines are hard to read. */
export function styleOf(stream: Terminal, env: NodeJS.ProcessEnv, flag = true): Style {
  const width = stream.isTTY === true ? Math.min(Math.max(stream.columns ?? 80, 40), 110) : Infinity
  return createStyle({ color: wantsColor(stream, env, flag), width })
}
