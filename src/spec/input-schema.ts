import { z } from 'zod'
import { isLeafSchema, unwrap } from './leaf-schema.js'
import { specSchema } from './schema.js'

type Schema = z.core.$ZodType

/** What must stand wherever its map does: everything else of a file has a default. */
const REQUIRED: ReadonlySet<string> = new Set([
  'type',
  'source',
  'repository',
  'tag',
  'topics.*.name',
  'sinks.*.schema.*.name',
  'sinks.*.schema.*.path',
])

const isRequired = (path: string, key: string) =>
  REQUIRED.has(key) || REQUIRED.has(path === '' ? key : `${path}.${key}`)

/** What a file may hold: the spec with nothing required but what has no default. Missing region, cluster and bucket are found when defaults are filled in. */
export const inputSchema: z.ZodType = relax(specSchema, '') as z.ZodType

/** The same schema with everything optional below `path` but what is required. */
function relax(schema: Schema, path: string): Schema {
  const inner = unwrap(schema)
  if (isLeafSchema(inner)) return inner
  if (inner instanceof z.ZodObject) {
    const entries = Object.entries(inner.shape as Record<string, Schema>).map(([key, child]) => {
      const relaxed = relax(child, path === '' ? key : `${path}.${key}`) as z.ZodType
      return [key, isRequired(path, key) ? relaxed : relaxed.optional()] as const
    })
    return described(z.strictObject(Object.fromEntries(entries)), inner)
  }
  if (inner instanceof z.ZodDiscriminatedUnion) {
    const options = inner.options.map((option) => relax(option, path)) as unknown as [z.ZodObject, ...z.ZodObject[]]
    return z.discriminatedUnion(inner.def.discriminator, options)
  }
  if (inner instanceof z.ZodArray) {
    const list = z.array(relax(inner.def.element, `${path}.*`) as z.ZodType)
    return described(list.check(...((inner.def.checks ?? []) as z.core.$ZodCheck<unknown[]>[])), inner)
  }
  return inner
}

function described(schema: z.ZodType, original: z.ZodType): z.ZodType {
  const meta = original.meta()
  return meta === undefined ? schema : schema.meta(meta)
}
