import type { z } from 'zod'
import { ClickstreamError, type Place, type Problem } from '../errors.js'
import { aboutSchema, choicesOf, expectationOf, keysOf, schemasAt } from './leaf-schema.js'
import { didYouMean, shown } from './shown.js'

/** How many problems one error reports; the rest is only counted. */
const MOST = 100

/** One error for everything that is wrong with a spec: the first problem's code, place and hint, all problems, exit code 3. */
export function invalidSpec(problems: readonly Problem[], file?: string): ClickstreamError {
  // What is wrong with a file as a whole is wrong from its first line on.
  const start = { ...(file !== undefined && { file, line: 1, column: 1 }) }
  const [first, ...others] = problems.slice(0, MOST).map((problem) => ({ ...start, ...problem }))
  const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : ''
  const { code = 'InvalidSpec', message = 'the spec is invalid', hint, ...place } = first ?? {}
  return new ClickstreamError(message + more, {
    code,
    ...(place as Place),
    ...(file !== undefined && { file }),
    ...(hint !== undefined && { hint }),
    exitCode: 3,
    problems: first === undefined ? [] : [first, ...others],
  })
}

/** The problems behind zod's issues, each with its path, the wrong value and what to write instead. */
export function problemsOf(issues: readonly z.core.$ZodIssue[], root: unknown): Problem[] {
  return issues.flatMap((issue) => problemsOfIssue(issue, root))
}

function problemsOfIssue(issue: z.core.$ZodIssue, root: unknown): Problem[] {
  const path = issue.path.map(String).join('.')
  const value = valueAt(root, issue.path)
  const schemas = schemasAt(path)
  const hint = hintAt(path)
  const problem = (code: string, message: string, instead = hint): Problem[] => [
    { code, message, ...(path !== '' && { path }), ...(instead !== undefined && instead !== '' && { hint: instead }) },
  ]
  const what = path === '' ? 'the spec' : path
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownKey(path, key))
  if (issue.code === 'invalid_key')
    return problem(
      'InvalidValue',
      `${what} is no valid key`,
      'a tag key has letters, digits, spaces and _ . : / = + @ -, and does not begin with aws:',
    )
  if (issue.code === 'invalid_union') return unionProblem(path, value)
  if (value === undefined) return problem('MissingValue', `${what} is missing`)
  if (issue.code === 'invalid_type' && issue.expected !== 'int') {
    return problem(
      'WrongType',
      `${what} must be ${article(issue.expected)}, not ${shown(value)}`,
      hintForType(issue.expected, value, hint),
    )
  }
  if (issue.code === 'invalid_value') {
    const choices = schemas[0] === undefined ? undefined : choicesOf(schemas[0])
    const near = typeof value === 'string' ? didYouMean(value, choices ?? []) : undefined
    return problem(
      'InvalidValue',
      `${what} cannot be ${shown(value)}`,
      [near && `did you mean ${near}?`, hint].filter(Boolean).join(' '),
    )
  }
  if (issue.code === 'custom')
    return problem(
      'InvalidValue',
      `${what} ${issue.message === 'Invalid input' ? `cannot be ${shown(value)}` : issue.message}`,
    )
  return problem('InvalidValue', `${what} cannot be ${shown(value)}`)
}

function hintAt(path: string): string {
  if (path === '') return 'write key: value pairs, such as region: us-east-1'
  const schema = schemasAt(path)[0]
  if (schema === undefined) return 'see the keys in `clickstream schema`'
  const keys = keysOf(schema)
  return (
    expectationOf(schema) ||
    (keys.length > 0 ? `write a map with ${[...new Set(keys)].join(', ')}` : 'write key: value pairs')
  )
}

/** The problem of a key that the spec does not know, with the likeliest one that it does. */
export function unknownKey(parent: string, key: string): Problem {
  const known = schemasAt(parent).flatMap(keysOf)
  const near = didYouMean(key, known)
  const path = parent === '' ? key : `${parent}.${key}`
  return {
    code: 'UnknownKey',
    path,
    message: `unknown key ${shown(key)}${parent === '' ? '' : ` in ${parent}`}`,
    hint: near === undefined ? `known here: ${[...new Set(known)].join(', ')}` : `did you mean ${near}?`,
  }
}

/** zod points at the discriminator (`type` of a sink, `source` of images), also where the whole is no map. */
function unionProblem(path: string, found: unknown): Problem[] {
  const choices = [...new Set(schemasAt(path).flatMap((schema) => choicesOf(schema) ?? []))]
  const hint = `write one of ${choices.join(', ')}`
  if (found === undefined) return [{ code: 'MissingValue', path, message: `${path} is missing`, hint }]
  const near = typeof found === 'string' ? didYouMean(found, choices) : undefined
  return [
    {
      code: 'InvalidValue',
      path,
      message: `${path} cannot be ${shown(found)}`,
      hint: near ? `did you mean ${near}? ${hint}` : hint,
    },
  ]
}

const TYPES: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  boolean: 'true or false',
  object: 'a map',
  record: 'a map',
  array: 'a list',
}
const article = (expected: string) => TYPES[expected] ?? expected

function hintForType(expected: string, value: unknown, hint: string | undefined): string | undefined {
  if (expected === 'string' && (typeof value === 'number' || typeof value === 'boolean')) {
    return `put it in quotes: "${String(value)}"${hint === undefined ? '' : `; ${hint}`}`
  }
  return hint
}

function valueAt(root: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, key)
        ? (value as Record<PropertyKey, unknown>)[key]
        : undefined,
    root,
  )
}

/** What a path is, in one sentence; undefined where the spec has no such path. */
export function describePath(path: string): string | undefined {
  const schema = schemasAt(path)[0]
  return schema === undefined ? undefined : aboutSchema(schema).description
}
