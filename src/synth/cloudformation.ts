/** Anything that JSON can hold. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject
export interface JsonObject {
  readonly [key: string]: Json
}

/** One resource of a CloudFormation template. */
export interface Resource {
  readonly Type: string
  readonly Properties?: JsonObject
  readonly DependsOn?: Json
  readonly Metadata?: JsonObject
}

/** The parts of a CloudFormation template that are read here. */
export interface Template {
  readonly Parameters?: Readonly<Record<string, JsonObject>>
  readonly Resources: Readonly<Record<string, Resource>>
  readonly Outputs?: Readonly<Record<string, JsonObject>>
}

/** Templates by stack name. */
export type Templates = Readonly<Record<string, Template>>

/** A resource with where it stands. */
export interface Located {
  readonly stack: string
  readonly id: string
  readonly resource: Resource
}

/** Name of a resource for people: `<stack>/<logical id>`. */
export function nameOf({ stack, id }: Located): string {
  return `${stack}/${id}`
}

/** All resources of one type, in order of stack and logical id. */
export function resourcesOf(templates: Templates, ...types: string[]): Located[] {
  return Object.keys(templates)
    .sort()
    .flatMap((stack) =>
      Object.entries(templates[stack]?.Resources ?? {})
        .filter(([, resource]) => types.includes(resource.Type))
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([id, resource]) => ({ stack, id, resource })),
    )
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The value at a path of keys; undefined where any of them is missing. */
export function at(value: Json | undefined, ...path: (string | number)[]): Json | undefined {
  let current = value
  for (const key of path) {
    if (Array.isArray(current) && typeof key === 'number') current = (current as readonly Json[])[key]
    else if (isObject(current)) current = current[String(key)]
    else return undefined
  }
  return current
}

/** A list as it is, a single value as a list of one, nothing as an empty list. */
export function listOf(value: Json | undefined): readonly Json[] {
  if (value === undefined || value === null) return []
  return Array.isArray(value) ? (value as readonly Json[]) : [value as Json]
}

/**
 * A template value as text: literals as they are, references as `${stack/LogicalId}` or `${stack/LogicalId.Attribute}`,
 * parameters as `${Parameter}`, pseudo parameters as `${AWS::Region}`; imports are followed to the stack that exports them.
 * The same thing gives the same text, wherever it is referred to from.
 */
export function textOf(templates: Templates, stack: string, value: Json | undefined): string {
  if (value === undefined || value === null) return ''
  if (!isObject(value)) return Array.isArray(value) ? JSON.stringify(value) : String(value as string | number | boolean)
  const [key] = Object.keys(value)
  const argument = key === undefined ? undefined : value[key]
  const text = (inner: Json | undefined): string => textOf(templates, stack, inner)
  switch (key) {
    case 'Ref':
      return reference(templates, stack, String(argument))
    case 'Fn::GetAtt': {
      const [id, attribute] = Array.isArray(argument) ? argument.map(String) : String(argument).split(/\.(.*)/s)
      return `\${${stack}/${id}.${attribute}}`
    }
    case 'Fn::Join':
      return join(templates, stack, argument)
    case 'Fn::Sub':
      return substitute(templates, stack, argument)
    case 'Fn::Select':
      return select(templates, stack, argument)
    case 'Fn::ImportValue':
      return imported(templates, text(argument))
    default:
      return `\${${JSON.stringify(value)}}`
  }
}

function reference(templates: Templates, stack: string, id: string): string {
  if (id.startsWith('AWS::')) return `\${${id}}`
  return templates[stack]?.Parameters?.[id] === undefined ? `\${${stack}/${id}}` : `\${${id}}`
}

function substitute(templates: Templates, stack: string, argument: Json | undefined): string {
  const [pattern, values] = Array.isArray(argument) ? [argument[0], argument[1]] : [argument, undefined]
  return String(pattern).replace(/\$\{([^}!][^}]*)\}/g, (_, name: string) => {
    const given = at(values, name)
    if (given !== undefined) return textOf(templates, stack, given)
    return name.includes('.') ? `\${${stack}/${name}}` : reference(templates, stack, name)
  })
}

/** `Fn::Join` over `Fn::Split` replaces one separator by another: done in a literal, named in a placeholder. */
function join(templates: Templates, stack: string, argument: Json | undefined): string {
  const separator = String(at(argument, 0))
  const split = at(argument, 1, 'Fn::Split')
  if (split === undefined) {
    return listOf(at(argument, 1))
      .map((item) => textOf(templates, stack, item))
      .join(separator)
  }
  const source = textOf(templates, stack, at(split, 1))
  const from = String(at(split, 0))
  return source.includes('${')
    ? `\${${source.replaceAll(/[${}]/g, '')}|${from}→${separator}}`
    : source.replaceAll(from, separator)
}

/** `Fn::Select` over a literal list or a split literal gives the item; over a parameter it stays a placeholder. */
function select(templates: Templates, stack: string, argument: Json | undefined): string {
  const index = Number(at(argument, 0))
  const list = at(argument, 1)
  if (Array.isArray(list)) return textOf(templates, stack, (list as readonly Json[])[index])
  const split = at(list, 'Fn::Split')
  if (split !== undefined) {
    const separator = String(at(split, 0))
    const source = textOf(templates, stack, at(split, 1))
    if (!source.includes('${')) return source.split(separator)[index] ?? ''
    return `\${${source.replaceAll(/[${}]/g, '')}|split ${separator}|${index}}`
  }
  return `\${${textOf(templates, stack, list).replaceAll(/[${}]/g, '')}|${index}}`
}

function imported(templates: Templates, name: string): string {
  for (const [stack, template] of Object.entries(templates)) {
    for (const output of Object.values(template.Outputs ?? {})) {
      if (textOf(templates, stack, at(output, 'Export', 'Name')) === name)
        return textOf(templates, stack, output['Value'])
    }
  }
  return `\${import ${name}}`
}
