import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { parse } from 'yaml'
import { ClickstreamError } from '../../src/errors.js'
import {
  objectKey,
  quoteLua,
  quoteNginx,
  quoteNginxExactly,
  quoteVrl,
  quoteYaml,
  word,
} from '../../src/containers/quote.js'
import { hostileText } from '../support/container-arbitraries.js'
import { parseNginx } from '../support/nginx-tokenizer.js'

const RUNS = { numRuns: 2000 }

/** The rendered text, or undefined where the language cannot hold the value and the helper said so. */
const rendered = (quote: (value: unknown) => string, value: string): string | undefined => {
  try {
    return quote(value)
  } catch (error) {
    if (ClickstreamError.is(error) && error.code === 'UnrenderableValue') return undefined
    throw error
  }
}

test('2,000 texts: an nginx parameter reads back as itself', () => {
  fc.assert(
    fc.property(hostileText, (text) => {
      const parameter = rendered(quoteNginx, text)
      if (parameter === undefined) return expect(text).toMatch(/[\u0000-\u001f\u007f$]|\p{Surrogate}/u)
      expect(parseNginx(`a ${parameter} b;`)).toEqual([{ name: 'a', parameters: [text, 'b'] }])
    }),
    RUNS,
  )
})

test('2,000 pairs of texts: the exact key of an nginx map matches its own text and no other', () => {
  fc.assert(
    fc.property(hostileText, hostileText, (text, other) => {
      const key = rendered(quoteNginxExactly, text)
      if (key === undefined) return
      const pattern = parseNginx(`${key} v;`)[0]?.name ?? ''
      expect(pattern.startsWith('~')).toBe(true)
      const matches = new RegExp(pattern.slice(1))
      expect([matches.test(text), matches.test(other)]).toEqual([true, other === text])
    }),
    RUNS,
  )
})

const luaString = (literal: string): string => {
  expect(literal).toMatch(/^"(?:[ !#-[\]-~]|\\\d{3})*"$/)
  const bytes = literal.slice(1, -1).replace(/\\(\d{3})/g, (_, code: string) => String.fromCharCode(Number(code)))
  return Buffer.from(bytes, 'latin1').toString('utf8')
}

test('2,000 texts: a Lua text is printable ASCII and reads back as itself', () => {
  fc.assert(
    fc.property(hostileText, (text) => expect(luaString(quoteLua(text))).toBe(Buffer.from(text).toString())),
    RUNS,
  )
})

test('2,000 values: a YAML value reads back as itself, on one line', () => {
  fc.assert(
    fc.property(fc.oneof(hostileText, fc.boolean(), fc.integer(), fc.array(hostileText)), (value) => {
      const text = quoteYaml(value)
      expect(text).not.toMatch(/[\n\r]/)
      expect(parse(`a: ${text}\nb: 1\n`)).toEqual({ a: value, b: 1 })
    }),
    RUNS,
  )
})

test('2,000 texts: a VRL text closes where it should, and a Dockerfile word is bare', () => {
  fc.assert(
    fc.property(hostileText, (text) => {
      expect(rendered(quoteVrl, text) ?? '""').toMatch(/^"(?:[^"\\\n]|\\["\\])*"$/)
      expect(rendered(word, text) ?? 'x').toMatch(/^[A-Za-z0-9._:/@-]+$/)
    }),
    RUNS,
  )
})

test('a part of an object key is as it is, or refused where Fluent Bit or YAML would read more into it', () => {
  expect(objectKey('team=data/back-up_1.0')).toBe('team=data/back-up_1.0')
  fc.assert(
    fc.property(hostileText, (text) => {
      const key = rendered(objectKey, text)
      if (key !== undefined) expect(key).toMatch(/^[A-Za-z0-9_=./-]+$/)
    }),
    RUNS,
  )
})
