import { expect, test } from '@jest/globals'
import { specJsonSchema } from '../../src/spec/index.js'

interface Node {
  readonly [key: string]: unknown
  readonly properties?: Record<string, Node>
  readonly required?: string[]
}

test('the JSON Schema asks for nothing that has a default, and describes every field', () => {
  const schema = specJsonSchema() as Node
  expect(schema['$schema']).toBe('https://json-schema.org/draft/2020-12/schema')
  expect(schema.required).toEqual(['region', 'kafka'])
  expect(schema.properties?.['kafka']?.required).toEqual(['cluster'])
  expect(schema.properties?.['collector']?.required).toBeUndefined()
  expect(schema.properties?.['collector']?.['additionalProperties']).toBe(false)
  expect(schema.properties?.['region']).toMatchObject({ description: 'AWS region code', examples: ['us-east-1'] })
  expect(undescribed(schema)).toEqual([])
})

/** The leaves that an editor would show without a word. */
function undescribed(node: unknown, path = ''): string[] {
  if (typeof node !== 'object' || node === null) return []
  const { properties, ...rest } = node as Node
  const own = Object.entries(properties ?? {}).flatMap(([key, child]) => {
    const isLeaf =
      child.properties === undefined &&
      child['items'] === undefined &&
      child['anyOf'] === undefined &&
      child['oneOf'] === undefined
    const isSilent = isLeaf && child['const'] === undefined && child['description'] === undefined
    return [...(isSilent ? [`${path}.${key}`] : []), ...undescribed(child, `${path}.${key}`)]
  })
  return [...own, ...Object.values(rest).flatMap((child) => undescribed(child, path))]
}
