import { SOMETHING } from './deployed-stack.js'

/** Names in one spelling: CloudFormation writes TaskRoleArn where the services' own APIs write taskRoleArn. */
export function spelled(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(spelled)
  if (typeof value !== 'object' || value === null || value instanceof Date) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [`${name.charAt(0).toLowerCase()}${name.slice(1)}`, spelled(item)]),
  )
}

/**
 * Where what is there is not what was asked for: the path, what was asked for, and what is there. More may be there: services
 * add their defaults. Numbers and flags count as their text, lists as sets.
 */
export function differences(expected: unknown, actual: unknown, path = ''): string[] {
  if (expected === SOMETHING) return actual === undefined ? [`${path}: nothing is there`] : []
  if (Array.isArray(expected)) {
    if (!Array.isArray(actual)) return [`${path}: asked for a list, there is ${JSON.stringify(actual)}`]
    return expected.flatMap((item, index) => {
      const closest = actual.map((other) => differences(item, other, `${path}[${index}]`)).sort(byLength)[0]
      return closest ?? [`${path}[${index}]: asked for ${text(item)}, there is an empty list`]
    })
  }
  if (typeof expected === 'object' && expected !== null) {
    if (typeof actual !== 'object' || actual === null)
      return [`${path}: asked for ${text(expected)}, there is ${text(actual)}`]
    return Object.entries(expected).flatMap(([name, item]) =>
      differences(item, (actual as Readonly<Record<string, unknown>>)[name], path === '' ? name : `${path}.${name}`),
    )
  }
  return String(expected) === String(actual) ? [] : [`${path}: asked for ${text(expected)}, there is ${text(actual)}`]
}

const byLength = (one: readonly string[], other: readonly string[]): number => one.length - other.length

const text = (value: unknown): string =>
  JSON.stringify(value, (_, item: unknown) => (item === SOMETHING ? '…' : item)) ?? 'nothing'
