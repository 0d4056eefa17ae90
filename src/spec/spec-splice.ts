import { isCollection, isNode, isScalar, stringify, type Document } from 'yaml'
import { isOriginComment } from './origin-comment.js'
import { leavesOf, segmentsOf } from './paths.js'
import type { Leaf } from './schema.js'

/**
 * The text of a file with some leaves changed in place and everything else untouched to the byte; undefined where more than values of
 * existing leaves would have to change.
 */
export function spliceLeaves(text: string, document: Document, wanted: ReadonlyMap<string, Leaf>): string | undefined {
  const edits: { from: number; to: number; value: string }[] = []
  for (const [path, found] of leavesOf(document.toJS())) {
    const value = wanted.get(path)
    if (value === undefined) return undefined
    if (JSON.stringify(value) === JSON.stringify(found)) continue
    const node: unknown = document.getIn(
      segmentsOf(path).map((segment) => (/^\d+$/.test(segment) ? Number(segment) : segment)),
      true,
    )
    const isPlain =
      isNode(node) && (isScalar(node) || (isCollection(node) && node.flow === true)) && node.anchor === undefined
    if (!isPlain || !node.range || isCollection(node) !== Array.isArray(value) || isOriginComment(node.comment))
      return undefined
    edits.push({ from: node.range[0], to: node.range[1], value: textOf(value) })
  }
  return edits
    .sort((a, b) => b.from - a.from)
    .reduce((result, { from, to, value }) => result.slice(0, from) + value + result.slice(to), text)
}

// the value is written as it would stand in a list of one line, so that it is quoted wherever a comma or bracket would end it
function textOf(value: Leaf): string {
  const line = stringify([value], { collectionStyle: 'flow', flowCollectionPadding: false, lineWidth: 0 }).trim()
  return line.slice(1, -1)
}
