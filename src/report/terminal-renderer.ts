import { SILENT, type Busy, type Document, type Message, type Renderer } from './message.js'
import { styleOf, type Style } from './style.js'
import { displayWidth, harmless } from './text.js'

/** A stream that may be a terminal. */
export interface Output {
  readonly isTTY?: boolean
  readonly columns?: number
  write(text: string): unknown
}

export interface TerminalRendererOptions {
  readonly stdout: Output
  readonly stderr: Output
  readonly env: NodeJS.ProcessEnv
  /** False with `--no-color`. @default true */
  readonly color?: boolean
}

/** Columns of a progress bar. */
const BAR = 20

const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏']

/** Words for people: results on standard output, the rest on standard error. */
export class TerminalRenderer implements Renderer {
  private open: Output | undefined
  private isBusy = false
  private readonly styles: Map<Output, Style>

  constructor(private readonly options: TerminalRendererOptions) {
    const { stdout, stderr, env, color } = options
    this.styles = new Map([stdout, stderr].map((output) => [output, styleOf(output, env, color)]))
  }

  message(message: Message): void {
    const output = message.level === 'result' ? this.options.stdout : this.options.stderr
    const text = harmless(message.text(this.style(output)))
    if (this.isBusy) this.clear()
    if (!message.partial) return this.line(output, text)
    if (this.open !== output) this.endLine()
    output.write(text)
    this.open = text.endsWith('\n') ? undefined : output
  }

  document(document: Document): void {
    const { stdout } = this.options
    this.line(stdout, harmless(document.text(this.style(stdout))))
  }

  busy(title: string): Busy {
    const { stderr, env } = this.options
    if (stderr.isTTY !== true || env.TERM === 'dumb' || env.CI !== undefined) return SILENT
    this.endLine()
    const style = this.style(stderr)
    const start = performance.now()
    let done = ''
    const draw = (): void => {
      const seconds = Math.floor((performance.now() - start) / 1000)
      const frame = FRAMES[Math.floor((performance.now() - start) / 100) % FRAMES.length] ?? ''
      stderr.write(
        `\r\u001b[2K${style.cyan(frame)} ${harmless(title)} …${done}${seconds > 0 ? style.dim(` ${seconds} s`) : ''}`,
      )
    }
    this.isBusy = true
    draw()
    const timer = setInterval(draw, 100)
    timer.unref()
    return {
      progress: (fraction, detail) => {
        const text = ` ${bar(fraction)} ${harmless(detail)}`
        // A line that wraps cannot be drawn over.
        done = displayWidth(title + text) + 12 < style.width ? text : ''
      },
      end: () => {
        clearInterval(timer)
        this.clear()
        this.isBusy = false
      },
    }
  }

  private style(output: Output): Style {
    return this.styles.get(output) ?? styleOf(output, this.options.env, this.options.color)
  }

  private clear(): void {
    this.options.stderr.write('\r\u001b[2K')
  }

  private line(output: Output, text: string): void {
    this.endLine()
    output.write(text.endsWith('\n') ? text : `${text}\n`)
  }

  private endLine(): void {
    this.open?.write('\n')
    this.open = undefined
  }
}

function bar(fraction: number): string {
  const full = Math.round(Math.min(Math.max(fraction, 0), 1) * BAR)
  return '█'.repeat(full) + '░'.repeat(BAR - full)
}
