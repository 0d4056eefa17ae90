import { SILENT, type Busy, type Document, type Message, type Renderer } from './message.js'

/** Lets only results and errors through to another renderer. */
export class QuietRenderer implements Renderer {
  constructor(private readonly inner: Renderer) {}

  message(message: Message): void {
    if (message.level === 'result' || message.level === 'error') this.inner.message(message)
  }

  document(document: Document): void {
    this.inner.document(document)
  }

  busy(): Busy {
    return SILENT
  }
}
