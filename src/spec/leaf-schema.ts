import { z } from 'zod'
import { intentSchema } from './intent.js'
import { segmentsOf } from './paths.js'
import { specSchema } from './schema.js'
import { shown } from './shown.js'

type Schema = z.core.$ZodType

/** `optional` and the like taken off. */
export function unwrap(schema: Schema): Schema {
  return schema instanceof z.ZodOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodDefault
    ? unwrap(schema.def.innerType)
    : schema
}

const isScalarSchema = (schema: Schema): boolean =>
  [z.ZodString, z.ZodNumber, z.ZodBoolean, z.ZodLiteral, z.ZodEnum].some((type) => unwrap(schema) instanceof type)

/** Whether a schema is a leaf's: a scalar, or an array of scalars. */
export function isLeafSchema(schema: Schema): boolean {
  const inner = unwrap(schema)
  return inner instanceof z.ZodArray ? isScalarSchema(inner.def.element) : isScalarSchema(inner)
}

/** The schemas one step below; a union has those of all its options. */
export function childrenOf(schema: Schema, segment: string): Schema[] {
  const inner = unwrap(schema)
  if (inner instanceof z.ZodObject) {
    const child = Object.hasOwn(inner.shape, segment) ? (inner.shape as Record<string, Schema>)[segment] : undefined
    return child === undefined ? [] : [child]
  }
  if (inner instanceof z.ZodUnion) return inner.options.flatMap((option) => childrenOf(option, segment))
  if (inner instanceof z.ZodRecord) return z.safeParse(inner.def.keyType, segment).success ? [inner.def.valueType] : []
  if (inner instanceof z.ZodArray) {
    return /^(?:0|[1-9]\d{0,2})$/.test(segment) && Number(segment) < limitsOf(inner).maximum ? [inner.def.element] : []
  }
  return []
}

/** The keys that a map may have; a union has those of all its options. */
export function keysOf(schema: Schema): string[] {
  const inner = unwrap(schema)
  if (inner instanceof z.ZodObject) return Object.keys(inner.shape)
  return inner instanceof z.ZodUnion ? inner.options.flatMap(keysOf) : []
}

/** Every schema that a dotted path of the spec, or an `intent.…` path, can have; none where the path does not exist. */
export function schemasAt(path: string): Schema[] {
  const [root, segments] = path.startsWith('intent.')
    ? [intentSchema, [path.slice('intent.'.length)]]
    : [specSchema, segmentsOf(path)]
  if (path === '') return [root]
  return segments.reduce<Schema[]>(
    (schemas, segment) => schemas.flatMap((schema) => childrenOf(schema, segment)),
    [root],
  )
}

/** The schemas of a leaf; none where the path is no leaf. */
export function leafSchemasAt(path: string): Schema[] {
  const parent = segmentsOf(path).slice(0, -1).join('.')
  const isEntry = !path.startsWith('intent.') && parent !== '' && schemasAt(parent).some(isLeafSchema)
  return isEntry ? [] : schemasAt(path).filter(isLeafSchema)
}

/** What a schema says of itself: one sentence, and examples. */
export function aboutSchema(schema: Schema): { description?: string; examples: readonly unknown[] } {
  const meta = z.globalRegistry.get(schema) ?? z.globalRegistry.get(unwrap(schema)) ?? {}
  return {
    ...(meta.description !== undefined && { description: meta.description }),
    examples: (meta['examples'] as readonly unknown[] | undefined) ?? [],
  }
}

/** The values of an enumeration; undefined where the schema is none, true and false for a boolean. */
export function choicesOf(schema: Schema): readonly string[] | undefined {
  const inner = unwrap(schema)
  if (inner instanceof z.ZodEnum) return inner.options.map(String)
  if (inner instanceof z.ZodLiteral) return [...inner.values].map(String)
  if (inner instanceof z.ZodBoolean) return ['true', 'false']
  return undefined
}

/** What to write instead, as one sentence: what the field is, its range or choices, and an example. */
export function expectationOf(schema: Schema): string {
  const inner = unwrap(schema)
  const { description, examples } = aboutSchema(schema)
  const choices = choicesOf(schema)
  const parts = [description]
  if (choices !== undefined && choices.length <= 24) parts.push(`one of ${choices.join(', ')}`)
  if (inner instanceof z.ZodNumber) parts.push(`a whole number from ${inner.minValue} to ${inner.maxValue}`)
  if (inner instanceof z.ZodArray) parts.push(entriesOf(inner))
  if (examples.length > 0) parts.push(`for example ${examples.map((example) => shown(example)).join(' or ')}`)
  return parts.filter((part) => part !== undefined).join('; ')
}

function entriesOf(schema: z.ZodArray): string {
  const { minimum, maximum } = limitsOf(schema)
  const item = expectationOf(schema.def.element)
  return `a list of ${minimum} to ${maximum} entries${item === '' ? '' : ` (each: ${item})`}`
}

function limitsOf(schema: z.ZodArray): { minimum: number; maximum: number } {
  const limits = { minimum: 0, maximum: 1000 }
  for (const check of schema.def.checks ?? []) {
    const definition = check._zod.def as { check: string; minimum?: number; maximum?: number }
    if (definition.check === 'min_length') limits.minimum = definition.minimum ?? 0
    if (definition.check === 'max_length') limits.maximum = definition.maximum ?? 1000
  }
  return limits
}
