import type { Edit } from './layouts.js'

/** Words that the recognisers hang on; plural and other forms stand here so that none is "corrected" into another. */
const KEY_WORDS =
  'cluster clusters bucket buckets region regions partition partitions retention replication second seconds minute minutes event events request requests around average iceberg database solution durability latency throughput backup backups graviton prefix architecture architectures million millions billion thousand thousands replicas subnet subnets certificate certificates databases solutions'.split(
    ' ',
  )
/** Words of the language that are one letter away from a key word. */
const OTHER_WORDS = new Set(
  'clutter clustered evens prefixes averages averaged replica subset subsets throughout'.split(' '),
)
const byFirst = new Map<string, readonly string[]>()
for (const word of KEY_WORDS) byFirst.set(word.charAt(0), [...(byFirst.get(word.charAt(0)) ?? []), word])

/** A word of letters alone: no piece of a name, an address or a quotation. */
const WORD = /(?<![\w.@/:"'`$-])[a-z]{5,13}(?![\w@/"'`-]|[.:]\w)/gi

/** Key words with one letter missing, added, wrong or swapped, put right; the first letter must fit. */
export function findTypos(text: string): Edit[] {
  const edits: Edit[] = []
  for (const match of text.matchAll(WORD)) {
    const typed = match[0].toLowerCase()
    const near = byFirst.get(typed.charAt(0))
    if (near === undefined || near.includes(typed) || OTHER_WORDS.has(typed)) continue
    for (const word of near) {
      const edit = oneEdit(typed, word)
      if (!edit) continue
      edits.push({ start: match.index + edit.start, end: match.index + edit.end, put: edit.put })
      break
    }
  }
  return edits
}

/** The one insertion, deletion, substitution or swap of neighbours that makes the word out of what was typed. */
function oneEdit(typed: string, word: string): Edit | undefined {
  if (Math.abs(typed.length - word.length) > 1) return undefined
  let at = 0
  while (at < typed.length && typed.charAt(at) === word.charAt(at)) at++
  const fits = (end: number, put: string): Edit | undefined =>
    typed.slice(0, at) + put + typed.slice(end) === word ? { start: at, end, put } : undefined
  return (
    fits(at, word.charAt(at)) ??
    fits(at + 1, '') ??
    fits(at + 1, word.charAt(at)) ??
    (typed.charAt(at) === word.charAt(at + 1) && typed.charAt(at + 1) === word.charAt(at)
      ? fits(at + 2, word.slice(at, at + 2))
      : undefined)
  )
}

/** "主题clicks24个分区": a number that counts what follows is no part of the name before it. */
export function findGluedCounts(text: string): Edit[] {
  return [...text.matchAll(/(?<=[A-Za-z])(?=\d{1,5}个(?:分区|副本|任务|小时|月|主题))/g)].map(({ index }) => ({
    start: index,
    end: index,
    put: ' ',
  }))
}
