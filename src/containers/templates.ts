import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import {
  headerVariable,
  objectKey,
  quoteLua,
  quoteNginx,
  quoteNginxExactly,
  quoteNginxPattern,
  quoteVrl,
  quoteYaml,
  word,
} from './quote.js'

/** Beside `src/` in a checkout and beside `dist/` in the package: as deep in both. */
const TEMPLATES = fileURLToPath(new URL('../../templates/', import.meta.url))

const require = createRequire(import.meta.url)

const HELPERS = {
  exactly: quoteNginxExactly,
  headerVariable,
  lua: quoteLua,
  nginx: quoteNginx,
  objectKey,
  pattern: quoteNginxPattern,
  vrl: quoteVrl,
  word,
  yaml: quoteYaml,
}

/** Renders one file from what the spec says. */
export type Template = (view: object) => string

const compile = (source: string): Template => {
  // On first use: the CLI and the specialists that render nothing do not load it.
  const Handlebars = require('handlebars') as typeof import('handlebars')
  const engine = Handlebars.create()
  for (const [name, quote] of Object.entries(HELPERS)) engine.registerHelper(name, (value: unknown) => quote(value))
  // HTML escapes are wrong in all of these languages: every value goes through one of the helpers instead.
  const render = engine.compile(source, {
    noEscape: true,
    strict: true,
    knownHelpersOnly: true,
    knownHelpers: Object.fromEntries(Object.keys(HELPERS).map((name) => [name, true])),
  })
  return (view) => render(view)
}

const load = (file: string): Template => {
  const source = readFileSync(join(TEMPLATES, file), 'utf8')
  return file.endsWith('.hbs') ? compile(source) : () => source
}

const cache = new Map<string, Template>()

/** The template at this path below `templates/`, compiled once per process; a file that does not end in `.hbs` is as it is. */
export const template = (file: string): Template => {
  const cached = cache.get(file) ?? load(file)
  cache.set(file, cached)
  return cached
}

const listings = new Map<string, readonly string[]>()

/** Paths of all files of one folder of `templates/`, relative to `templates/`; read once per process. */
export const templateFiles = (folder: string): readonly string[] => {
  const listing = listings.get(folder) ?? filesBelow(folder)
  listings.set(folder, listing)
  return listing
}

const filesBelow = (folder: string): readonly string[] =>
  readdirSync(join(TEMPLATES, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(TEMPLATES, join(entry.parentPath, entry.name)).replaceAll(sep, '/'))
