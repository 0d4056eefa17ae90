import { Duration, Token } from 'aws-cdk-lib/core'
import type { IConstruct } from 'constructs'
import { ClickstreamError, type Problem } from '../../errors.js'
import { shown } from '../../spec/shown.js'
import { checkProps } from './check-props.js'

/** Something that is known by its members, because an interface has no constructor and a class may come from another copy. */
export interface Like {
  /** With its article, such as `an ec2.IVpc`. */
  readonly name: string
  readonly members: readonly string[]
}

/** What a prop must be; a list of values is a choice. */
export type PropType = 'text' | 'number' | 'boolean' | 'list' | 'duration' | Like | readonly (string | number)[]

/** The props that must be there and those that may, each with its type. */
export interface PropTypes<Props> {
  readonly required?: { readonly [Key in keyof Props]?: PropType }
  readonly optional?: { readonly [Key in keyof Props]?: PropType }
}

/** Something with these members. */
export function like(name: string, ...members: string[]): Like {
  return { name, members }
}

/**
 * The props to go on with, for callers whose compiler has not checked them. What has a wrong type is reported as `checkProps`
 * does, and then an optional prop has its default and a required one a harmless value of its type; tokens pass everywhere.
 * `at` comes before the names of props that are part of another, such as `collector.`.
 *
 * @throws `WrongType` or `MissingProp` where an object is needed and there is none: nothing harmless could take its place
 */
export function wellTyped<Props extends object>(
  scope: IConstruct,
  props: Props,
  types: PropTypes<Props>,
  at = '',
): Props {
  const fit = { ...props } as Record<string, unknown>
  const problems: Problem[] = []
  let isHopeless = false
  for (const [prop, type] of entriesOf(types.optional)) {
    if (fit[prop] === undefined || isOfType(fit[prop], type)) continue
    problems.push(wrongType(at + prop, fit[prop], type))
    delete fit[prop]
  }
  for (const [prop, type] of entriesOf(types.required)) {
    if (isOfType(fit[prop], type)) continue
    problems.push(fit[prop] === undefined ? missing(at + prop, type) : wrongType(at + prop, fit[prop], type))
    fit[prop] = harmless(type)
    isHopeless ||= fit[prop] === undefined
  }
  if (problems.length === 0) return props
  checkProps(scope, problems)
  const [first, ...more] = problems.map((problem) => ({ ...problem, path: scope.node.path }))
  if (!isHopeless || first === undefined) return fit as Props
  throw new ClickstreamError(first.message + (more.length > 0 ? ` (and ${more.length} more)` : ''), {
    ...first,
    exitCode: 3,
    problems: [first, ...more],
  })
}

function entriesOf(types: Readonly<Record<string, PropType | undefined>> = {}): [string, PropType][] {
  return Object.entries(types) as [string, PropType][]
}

function isOfType(value: unknown, type: PropType): boolean {
  if (value === undefined || value === null) return false
  if (Token.isUnresolved(value)) return true
  if (type === 'text') return typeof value === 'string'
  if (type === 'number') return typeof value === 'number' && Number.isFinite(value)
  if (type === 'boolean') return typeof value === 'boolean'
  if (type === 'list') return Array.isArray(value)
  if (type === 'duration') return value instanceof Duration || isLike(value, ['toSeconds', 'toIsoString'])
  return 'members' in type ? isLike(value, type.members) : type.includes(value as string)
}

function isLike(value: unknown, members: readonly string[]): boolean {
  return (
    (typeof value === 'object' || typeof value === 'function') &&
    value !== null &&
    members.every((member) => member in value)
  )
}

function wrongType(prop: string, value: unknown, type: PropType): Problem {
  if (typeof value === 'number')
    return { code: 'WrongType', message: `${prop} is ${value}`, hint: `give ${wanted(type)}` }
  const kind = typeof value === 'object' && value !== null ? (value.constructor?.name ?? 'object') : undefined
  const found = kind === undefined || kind === 'Object' || kind === 'Array' ? shown(value) : `a ${kind}`
  return { code: 'WrongType', message: `${prop} is ${found}`, hint: `give ${wanted(type)}` }
}

function missing(prop: string, type: PropType): Problem {
  return { code: 'MissingProp', message: `${prop} is missing`, hint: `give ${wanted(type)}` }
}

function wanted(type: PropType): string {
  if (typeof type !== 'string') return 'members' in type ? type.name : `one of ${type.join(', ')}`
  return { text: 'a text', number: 'a number', boolean: 'true or false', list: 'a list', duration: 'a Duration' }[type]
}

function harmless(type: PropType): unknown {
  if (typeof type !== 'string') return 'members' in type ? undefined : type[0]
  return { text: 'refused', number: 1, boolean: false, list: [], duration: Duration.minutes(1) }[type]
}
