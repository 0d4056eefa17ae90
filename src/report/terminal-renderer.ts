import type { Document, Message, Renderer } from './message.js'
import { styleOf, type Style } from './style.js'
import { harmless } from './text.js'

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

const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏']

/** Words for people: results on standard output, the rest on standard error. */
export class TerminalRenderer implements Renderer {
  private open: Output | undefined
  private readonly styles: Map<Output, Style>

  constructor(private readonly options: TerminalRendererOptions) {
    const { stdout, stderr, env, color } = options
    this.styles = new Map([stdout, stderr].map((output) => [output, styleOf(output, env, color)]))
  }

  message(message: Message): void {
    const output = message.level === 'result' ? this.options.stdout : this.options.stderr
    const text = harmless(message.text(this.style(output)))
    if (!message.partial) return this.line(output, text)
    if (this.open !== output) this.endLine()
    output.write(text)
    this.open = text.endsWith('\n') ? undefined : output
  }

  document(document: Document): void {
    const { stdout } = this.options
    this.line(stdout, harmless(document.text(this.style(stdout))))
  }

  busy(title: string): () => void {
    const { stderr, env } = this.options
    if (stderr.isTTY !== true || env.TERM === 'dumb' || env.CI !== undefined) return () => undefined
    this.endLine()
    const style = this.style(stderr)
    const start = performance.now()
    const draw = (): void => {
      const seconds = Math.floor((performance.now() - start) / 1000)
      const frame = FRAMES[Math.floor((performance.now() - start) / 100) % FRAMES.length] ?? ''
      stderr.write(
        `\r\u001b[2K${style.cyan(frame)} ${harmless(title)} …${seconds > 0 ? style.dim(` ${seconds} s`) : ''}`,
      )
    }
    draw()
    const timer = setInterval(draw, 100)
    timer.unref()
    return () => {
      clearInterval(timer)
      stderr.write('\r\u001b[2K')
    }
  }

  private style(output: Output): Style {
    return this.styles.get(output) ?? styleOf(output, this.options.env, this.options.color)
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
