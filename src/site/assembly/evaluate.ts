import { ClickstreamError } from '../../errors.js'

/** A resource of a template, as far as a site reads it. */
export interface TemplateResource {
  readonly Type: string
  readonly Properties?: Readonly<Record<string, unknown>>
}

/** A synthesized template, as far as a site reads it. */
export interface StackTemplate {
  readonly Parameters?: Readonly<Record<string, { readonly Default?: unknown }>>
  readonly Resources: Readonly<Record<string, TemplateResource>>
}

type Arguments = readonly unknown[]

/**
 * Evaluates the intrinsic functions that our templates use. A resource gives its logical id, because no resource has a
 * physical one here; who needs more follows the reference.
 */
export class Evaluator {
  /** `values`: parameters and pseudo parameters by their names; a parameter without one has its default. */
  constructor(
    private readonly template: StackTemplate,
    private readonly values: Readonly<Record<string, string>>,
  ) {}

  /**
   * A property with every function in it replaced by its result.
   *
   * @throws `IntrinsicUnsupported`, `ParameterMissing`
   */
  value(node: unknown): unknown {
    if (Array.isArray(node)) return node.map((item) => this.value(item))
    if (typeof node !== 'object' || node === null) return node
    const [[name, argument] = ['', undefined], ...more] = Object.entries(node)
    if (more.length === 0 && (name === 'Ref' || name.startsWith('Fn::'))) return this.call(name, argument)
    return Object.fromEntries(Object.entries(node).map(([key, inner]) => [key, this.value(inner)]))
  }

  /** The same as text. */
  text(node: unknown): string {
    const value = this.value(node)
    return typeof value === 'string' ? value : JSON.stringify(value ?? '')
  }

  private call(name: string, argument: unknown): unknown {
    switch (name) {
      case 'Ref':
        return this.reference(String(argument))
      case 'Fn::GetAtt':
        return Array.isArray(argument) ? argument.join('.') : argument
      case 'Fn::Join': {
        const [delimiter, items] = argument as [string, unknown]
        return (this.value(items) as Arguments).join(delimiter)
      }
      case 'Fn::Select': {
        const [index, items] = argument as [number | string, unknown]
        return (this.value(items) as Arguments)[Number(index)] ?? ''
      }
      case 'Fn::Split': {
        const [delimiter, text] = argument as [string, unknown]
        return this.text(text).split(delimiter)
      }
      case 'Fn::Base64':
        return Buffer.from(this.text(argument)).toString('base64')
      case 'Fn::Sub':
        return this.substitute(argument)
      default:
        throw new ClickstreamError(`the template uses ${name}, which no local part stands for`, {
          code: 'IntrinsicUnsupported',
          hint: 'our own constructs never do; write the value itself where a stack was edited',
          exitCode: 3,
        })
    }
  }

  private substitute(argument: unknown): string {
    const [text, own] = Array.isArray(argument)
      ? (argument as [string, Record<string, unknown>])
      : [String(argument), {}]
    return text.replaceAll(/\$\{(!?)([^}]+)\}/g, (_, literal: string, name: string) => {
      if (literal !== '') return `\${${name}}`
      if (name in own) return this.text(own[name])
      return name.includes('.') ? name : this.reference(name)
    })
  }

  private reference(name: string): string {
    const value = this.values[name] ?? this.template.Parameters?.[name]?.Default
    if (value !== undefined) return String(value)
    if (name in this.template.Resources) return name
    throw new ClickstreamError(`the template refers to ${name}, which has no value`, {
      code: 'ParameterMissing',
      hint: 'give the parameter a value, or synthesize again',
      exitCode: 3,
    })
  }
}

/** Logical ids that a property refers to, in order. */
export function referencesIn(node: unknown): string[] {
  if (Array.isArray(node)) return node.flatMap(referencesIn)
  if (typeof node !== 'object' || node === null) return []
  return Object.entries(node).flatMap(([key, inner]) => {
    if (key === 'Ref') return [String(inner)]
    if (key === 'Fn::GetAtt') return [String(Array.isArray(inner) ? inner[0] : String(inner).split('.')[0])]
    return referencesIn(inner)
  })
}
