import { SILENT, type Busy, type Document, type Message, type Renderer } from './message.js'
import type { Output } from './terminal-renderer.js'

export interface JsonRendererOptions {
  readonly stdout: Output
  /** True for verbs that talk while they work: every message is a line. Otherwise the document is the only line. @default false */
  readonly lines?: boolean
}

/** JSON on standard output: one line a message (`{ code, level, payload }`), or one document and nothing else. */
export class JsonRenderer implements Renderer {
  constructor(private readonly options: JsonRendererOptions) {}

  message({ code, level, payload }: Message): void {
    if (this.options.lines === true) this.print({ code, level, payload })
  }

  document(document: Document): void {
    this.print(document.value)
  }

  busy(): Busy {
    return SILENT
  }

  private print(value: unknown): void {
    this.options.stdout.write(`${JSON.stringify(value)}\n`)
  }
}
