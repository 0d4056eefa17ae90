import { createInterface, type Interface } from 'node:readline'

/** Milliseconds within which lines belong together: nobody types that fast, a paste arrives at once. */
const PASTE = 40

/** What a person types, or a pipe holds, line by line; lines pasted at once come as one. */
export class Lines {
  private readonly readline: Interface
  private readonly ready: string[] = []
  private pasted: string[] = []
  private timer: NodeJS.Timeout | undefined
  private closed = false
  private wake: () => void = () => undefined

  /** `interrupted`: hears of Ctrl-C, which a terminal gives to who reads its lines. */
  constructor(
    private readonly interactive: boolean,
    interrupted: () => void = () => undefined,
  ) {
    this.readline = createInterface({ input: process.stdin, ...(interactive && { output: process.stdout }) })
    this.readline.on('line', (line) => this.take(line))
    this.readline.on('SIGINT', () => {
      this.readline.close()
      interrupted()
    })
    this.readline.on('close', () => {
      this.flush()
      this.closed = true
      this.wake()
    })
  }

  /** The next lines; undefined at the end of the input, after Ctrl-C and after Ctrl-D. */
  async next(prompt = '› '): Promise<string | undefined> {
    this.readline.setPrompt(prompt)
    if (this.interactive && !this.closed && this.ready.length === 0) this.readline.prompt()
    while (this.ready.length === 0 && !this.closed) await new Promise<void>((resolve) => (this.wake = resolve))
    return this.ready.shift()
  }

  /** Asks until one of the keys is typed; undefined where the person went away. */
  async choose<Key extends string>(question: string, keys: readonly Key[]): Promise<Key | undefined> {
    for (;;) {
      const answer = await this.next(question)
      if (answer === undefined) return undefined
      const key = keys.find((candidate) => candidate === answer.trim().toLowerCase())
      if (key !== undefined) return key
    }
  }

  close(): void {
    this.readline.close()
  }

  private take(line: string): void {
    if (!this.interactive) {
      this.ready.push(line)
      return this.wake()
    }
    this.pasted.push(line)
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.flush(), PASTE)
  }

  private flush(): void {
    clearTimeout(this.timer)
    if (this.pasted.length === 0) return
    this.ready.push(this.pasted.join('\n'))
    this.pasted = []
    this.wake()
  }
}
