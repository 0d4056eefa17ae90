import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import Handlebars from 'handlebars'
import type { RehearsalRecord } from '../rehearsal-record.js'
import { pageView } from './page-view.js'

/** Beside `src/` in a checkout and beside `dist/` in the package: as deep in both. */
const TEMPLATES = new URL('../../../templates/rehearsal/', import.meta.url)

/**
 * A rehearsal as one HTML page that needs nothing else: no script, no font, no picture from elsewhere. Every text goes through
 * the escapes of HTML, because names come from specs and messages from programs.
 */
export function renderPage(record: RehearsalRecord): string {
  const engine = Handlebars.create()
  engine.registerPartial('style', read('page.css'))
  engine.registerPartial('drawing', read('drawing.svg.hbs'))
  return engine.compile(read('page.html.hbs'), { strict: true, knownHelpersOnly: true })(pageView(record))
}

function read(name: string): string {
  return readFileSync(fileURLToPath(new URL(name, TEMPLATES)), 'utf8')
}
