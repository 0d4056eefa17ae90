import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { RehearsalRecord } from '../rehearsal-record.js'
import { renderPage } from './render-page.js'

/** Writes the page of a rehearsal beside the logs, which stay until the next start, and returns its path. */
export async function writePage(runFolder: string, record: RehearsalRecord): Promise<string> {
  const page = join(runFolder, 'rehearsal.html')
  // A rehearsal that stopped before anything was started has no folder yet.
  await mkdir(runFolder, { recursive: true })
  await writeFile(page, renderPage(record))
  return page
}
