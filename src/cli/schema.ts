import { specJsonSchema } from '../spec/index.js'
import type { Context } from './context.js'

/** `clickstream schema`: the JSON Schema of the spec; the same with and without `--json`. */
export function schema(context: Context): Promise<void> {
  const value = specJsonSchema()
  context.reporter.document(value, () => JSON.stringify(value, null, 2))
  return Promise.resolve()
}
