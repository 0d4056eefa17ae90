import { mkdir, open } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Fact } from '../site/site.js'
import type { StepId } from './step.js'

/** One line of the journal. */
export interface JournalEntry {
  readonly step: StepId
  readonly event: 'begins' | 'done' | 'failed'
  readonly plan?: readonly string[]
  readonly facts?: readonly Fact[]
  readonly error?: { readonly code: string; readonly message: string }
}

/** Record of what was done for a project: JSON lines, only ever appended, each on the disk before the next step. */
export class Journal {
  /** `run`: what the lines of one command have in common. */
  constructor(
    private readonly file: string,
    private readonly run: string,
    private readonly now: () => Date = () => new Date(),
  ) {}

  async append(entry: JournalEntry): Promise<void> {
    await mkdir(dirname(this.file), { recursive: true })
    const handle = await open(this.file, 'a')
    try {
      await handle.appendFile(`${JSON.stringify({ at: this.now().toISOString(), run: this.run, ...entry })}\n`)
      await handle.sync()
    } finally {
      await handle.close()
    }
  }
}
