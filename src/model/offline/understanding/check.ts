import { z } from 'zod'
import { choicesOf, expectationOf, leafSchemasAt, unwrap } from '../../../spec/leaf-schema.js'
import type { Question } from '../../../spec/question.js'
import { REGIONS } from '../../../spec/regions.js'
import type { Leaf, Scalar } from '../../../spec/schema.js'
import { didYouMean, shown } from '../../../spec/shown.js'

/** Whether the spec takes this value at this path. */
export function isValid(path: string, value: Leaf): boolean {
  return leafSchemasAt(path).some((schema) => z.safeParse(schema, value).success)
}

/** Whether a field that is a list takes this item. */
export function isValidItem(path: string, item: Scalar): boolean {
  return leafSchemasAt(path).some((schema) => {
    const inner = unwrap(schema)
    return inner instanceof z.ZodArray && z.safeParse(inner.def.element, item).success
  })
}

/** The question to ask about a value that a field cannot take: what is wrong, and what fits. */
export function askAbout(path: string, value: unknown): Question {
  const [schema] = leafSchemasAt(path)
  if (path === 'region') {
    const near = didYouMean(
      String(value),
      REGIONS.map((region) => region.code),
    )
    const text = `There is no AWS region ${shown(value)}. Which one is it? For example region: ${near ?? 'us-east-1'}`
    return { path, text, ...(near !== undefined && { choices: [near] }) }
  }
  const choices = schema && choicesOf(schema)
  const fits = schema ? ` What fits: ${expectationOf(schema)}.` : ''
  return {
    path,
    text: `${path.replace(/^intent\./, '')} cannot be ${shown(value)}.${fits}`,
    ...(choices !== undefined && choices.length <= 24 && { choices }),
  }
}

/** The question to ask when one turn gives two values for one field. */
export function askWhich(path: string, values: readonly Leaf[]): Question {
  const choices = values.map((value) => (typeof value === 'string' ? value : JSON.stringify(value)))
  return { path, text: `Which one is meant for ${path.replace(/^intent\./, '')}: ${choices.join(' or ')}?`, choices }
}
