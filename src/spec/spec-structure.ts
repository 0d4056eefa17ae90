import { isAlias, isMap, isNode, isPair, isScalar, visit, type Document, type Node } from 'yaml'
import type { Problem } from '../errors.js'
import { shown } from './shown.js'

/** Deepest nesting of maps and lists; the spec itself needs 6. */
export const MAX_DEPTH = 24

/** Where something stands, lines and columns from 1. */
export interface Position {
  readonly line: number
  readonly column: number
}

export const TOO_DEEP: Problem = {
  code: 'SpecTooDeep',
  message: `the file is nested more than ${MAX_DEPTH} levels deep`,
  hint: 'a spec needs six levels',
}

/** What no spec may hold: depth without end, tags of its own, values that hold themselves, keys that are no text or there twice. */
export function structureProblems(document: Document, at: (offset: number) => Position): Problem[] {
  const problems: Problem[] = []
  const anchors = new Map<string, Node>()
  const where = (node: unknown) => at(isNode(node) ? (node.range?.[0] ?? 0) : 0)
  visit(document, {
    Node(_key, node, path) {
      if (path.filter((entry) => !isPair(entry)).length > MAX_DEPTH + 1) {
        problems.push({ ...TOO_DEEP, ...where(node) })
        return visit.BREAK
      }
      if (isAlias(node)) {
        const meant = anchors.get(node.source)
        if (meant !== undefined && path.includes(meant)) problems.push({ ...circular(node.source), ...where(node) })
      } else if (node.anchor !== undefined) anchors.set(node.anchor, node)
      const tag = isAlias(node) ? undefined : node.tag
      if (tag !== undefined && !/^tag:yaml\.org,2002:(?:str|int|float|bool|null|map|seq)$/.test(tag)) {
        problems.push({
          code: 'SpecSyntax',
          message: `the tag ${shown(tag)} is not allowed`,
          hint: 'write plain values',
          ...where(node),
        })
      }
      if (isMap(node)) problems.push(...duplicates(node.items, where))
      return undefined
    },
  })
  return problems
}

function circular(anchor: string): Problem {
  return {
    code: 'CircularAlias',
    message: `the alias *${anchor} stands for a map or list that it is part of, so it never ends`,
    hint: 'write the value out instead',
  }
}

/** Where the first alias stands: there, or below, they become too many. */
export function firstAlias(document: Document, at: (offset: number) => Position): Position {
  let offset = 0
  visit(document, {
    Alias(_key, node) {
      offset = node.range?.[0] ?? 0
      return visit.BREAK
    },
  })
  return at(offset)
}

function duplicates(items: readonly { key: unknown }[], where: (node: unknown) => Position): Problem[] {
  const seen = new Set<string>()
  return items.flatMap(({ key }): Problem[] => {
    if (!isScalar(key)) {
      return [{ code: 'SpecSyntax', message: 'a key must be plain text', hint: 'write key: value', ...where(key) }]
    }
    const name = String(key.value)
    if (name === '<<')
      return [
        {
          code: 'SpecSyntax',
          message: 'merge keys (<<) are not allowed',
          hint: 'write the values out instead',
          ...where(key),
        },
      ]
    const isNew = !seen.has(name)
    seen.add(name)
    return isNew
      ? []
      : [
          {
            code: 'DuplicateKey',
            message: `the key ${shown(name)} is there twice`,
            hint: 'keep one of the two',
            ...where(key),
          },
        ]
  })
}
