import type { Busy, MessageKind, Renderer } from './message.js'
import type { Style } from './style.js'

/** Seconds with one decimal, or milliseconds below a tenth of a second. */
export function elapsed(milliseconds: number): string {
  return milliseconds < 100 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1000).toFixed(1)} s`
}

/** Something that took its time is done. */
export const TASK_DONE: MessageKind<{ title: string; milliseconds: number }> = {
  code: 'TASK_I0001',
  level: 'progress',
  text: ({ title, milliseconds }, style) => `${style.green('✔')} ${title} ${style.dim(`(${elapsed(milliseconds)})`)}`,
}

/** Something that took its time went wrong; the error itself is reported by whoever catches it. */
export const TASK_FAILED: MessageKind<{ title: string; milliseconds: number }> = {
  code: 'TASK_E0001',
  level: 'progress',
  text: ({ title, milliseconds }, style) => `${style.red('✘')} ${title} ${style.dim(`(${elapsed(milliseconds)})`)}`,
}

/** The one way out for everything that this tool has to say. */
export class Reporter {
  constructor(
    private readonly renderer: Renderer,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** Says one thing. */
  report<Payload>(kind: MessageKind<Payload>, payload: Payload): void {
    this.renderer.message({
      code: kind.code,
      level: kind.level,
      partial: kind.partial ?? false,
      payload,
      text: (style) => kind.text(payload, style),
    })
  }

  /** Hands over what was asked for: the value to programs, the words to people. */
  document(value: unknown, text: (style: Style) => string): void {
    this.renderer.document({ value, text })
  }

  /** Does some work and says what it was and how long it took; the work may say how far it is. */
  async task<Result>(title: string, work: (progress: Busy['progress']) => Result | Promise<Result>): Promise<Result> {
    const start = this.now()
    const busy = this.renderer.busy(title)
    try {
      const result = await work(busy.progress)
      busy.end()
      this.report(TASK_DONE, { title, milliseconds: this.now() - start })
      return result
    } catch (error) {
      busy.end()
      this.report(TASK_FAILED, { title, milliseconds: this.now() - start })
      throw error
    }
  }
}
