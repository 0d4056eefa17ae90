import { createRequire } from 'node:module'
import { ClickstreamError } from '../errors.js'

/**
 * One function per target language: any value becomes exactly one token of it, or an error. Nothing is ever rendered into a
 * container's files by another way.
 */

const require = createRequire(import.meta.url)

type Renderable = string | number | boolean | readonly Renderable[]

const CONTROL = /[\u0000-\u001f\u007f]/
const SURROGATE = /\p{Surrogate}/u

const refuse = (value: unknown, language: string): never => {
  throw new ClickstreamError(`cannot be written into ${language}: ${JSON.stringify(value)}`, {
    code: 'UnrenderableValue',
    hint: 'Use letters, digits and the usual punctuation.',
  })
}

const text = (value: unknown, language: string): string =>
  typeof value === 'string' && !CONTROL.test(value) && !SURROGATE.test(value) ? value : refuse(value, language)

const doubleQuoted = (value: string): string => `"${value.replace(/["\\]/g, '\\$&')}"`

/** A quoted nginx parameter. nginx has no escape for `$`, so a value that holds one is refused. */
export const quoteNginx = (value: unknown): string => {
  const safe = text(value, 'an nginx file')
  return safe.includes('$') ? refuse(value, 'an nginx file') : doubleQuoted(safe)
}

/** A regular expression as the key of an nginx map, where `$` is no variable. */
export const quoteNginxPattern = (pattern: unknown): string => doubleQuoted(`~${text(pattern, 'an nginx file')}`)

/** A key of an nginx map that only this very text matches, case and all. */
export const quoteNginxExactly = (value: unknown): string =>
  quoteNginxPattern(`^${text(value, 'an nginx file').replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')}$`)

/** The nginx variable (without `$`) of a request header. */
export const headerVariable = (header: unknown): string => {
  const name = text(header, 'an nginx file')
  return /^[A-Za-z][A-Za-z0-9-]*$/.test(name)
    ? `http_${name.toLowerCase().replaceAll('-', '_')}`
    : refuse(header, 'an nginx file')
}

/** A Lua literal; arrays become tables. Every byte outside of printable ASCII is written as `\ddd`. */
export const quoteLua = (value: unknown): string => {
  if (typeof value === 'boolean') return String(value)
  if (typeof value === 'number' && Number.isFinite(value)) return String(value)
  if (Array.isArray(value)) return value.length === 0 ? '{}' : `{ ${value.map(quoteLua).join(', ')} }`
  if (typeof value !== 'string') return refuse(value, 'a Lua file')
  const bytes = [...Buffer.from(value, 'utf8')].map((byte) =>
    byte < 0x20 || byte > 0x7e || byte === 0x22 || byte === 0x5c
      ? `\\${String(byte).padStart(3, '0')}`
      : String.fromCharCode(byte),
  )
  return `"${bytes.join('')}"`
}

/** A YAML flow value; texts are double-quoted. */
export const quoteYaml = (value: unknown): string => {
  // On first use: whoever imports the constructs and renders nothing does not load it.
  const { stringify } = require('yaml') as typeof import('yaml')
  return stringify(value as Renderable, {
    collectionStyle: 'flow',
    defaultStringType: 'QUOTE_DOUBLE',
    defaultKeyType: 'QUOTE_DOUBLE',
    doubleQuotedAsJSON: true,
    lineWidth: 0,
  }).trimEnd()
}

/** A VRL text. VRL reads `{{` inside of one as a template, so a value that holds it is refused. */
export const quoteVrl = (value: unknown): string => {
  const safe = text(value, 'a VRL program')
  return safe.includes('{{') ? refuse(value, 'a VRL program') : doubleQuoted(safe)
}

/** One bare word of a Dockerfile: an image name or a region. */
export const word = (value: unknown): string => {
  const safe = text(value, 'a Dockerfile')
  return /^[A-Za-z0-9][A-Za-z0-9._:/@-]*$/.test(safe) ? safe : refuse(value, 'a Dockerfile')
}

/** A part of an object's key within a longer text of Fluent Bit, to which `$` and `%` mean something of their own. */
export const objectKey = (value: unknown): string => {
  const safe = text(value, 'an object key')
  return /^[A-Za-z0-9_=./-]+$/.test(safe) ? safe : refuse(value, 'an object key')
}
