import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Template, Templates } from '../../synth/index.js'

/** The templates of an assembly folder by stack name. */
export function readTemplates(folder: string): Templates {
  const suffix = '.template.json'
  return Object.fromEntries(
    readdirSync(folder)
      .filter((file) => file.endsWith(suffix))
      .sort()
      .map((file) => [file.slice(0, -suffix.length), JSON.parse(readFileSync(join(folder, file), 'utf8')) as Template]),
  )
}
