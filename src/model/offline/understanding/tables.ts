import { isLabel } from './labels.js'
import type { Edit } from './layouts.js'
import { ROLE_WORDS } from './roles.js'
import type { Span } from './types.js'

interface Cell extends Span {
  readonly text: string
}

interface Row extends Span {
  readonly cells: readonly Cell[]
  readonly isRule: boolean
}

/** Longest table that is read, in rows. */
const MOST_ROWS = 200
const VALUE_HEADER = /^(?:values?|settings?|choices?|answers?|details?|值|取值|内容|设置|配置)$/i
const EMPTY = /^(?:-+|n\/a|none|default|默认|无|)$/i
const TOPIC_NAMES = /^(?:names?|名称?|名字)$/i

/** Rows of cells between bars: "| region | eu-west-1 |" becomes a line of its own, and a row under a header one line of "header: cell". */
export function findTables(text: string): Edit[] {
  if (!text.includes('|')) return []
  const edits: Edit[] = []
  let block: Row[] = []
  let before = ''
  const close = (line: string): void => {
    if (block.length > 1) edits.push(...tableEdits(block, before))
    block = []
    if (line.trim() !== '') before = line
  }
  let start = 0
  for (const line of text.split('\n')) {
    const row = rowOf(line, start)
    if (row && block.length < MOST_ROWS) block.push(row)
    else close(line)
    start += line.length + 1
  }
  close('')
  return edits
}

/** A line as cells; undefined where it has no bars, or only those of a shell command. */
function rowOf(line: string, start: number): Row | undefined {
  if (line.length > 2000 || !line.includes('|') || line.includes('||')) return undefined
  const isRule = /^[\s|:+-]+$/.test(line) && line.includes('-')
  const cells: Cell[] = []
  let at = 0
  for (const piece of line.split('|')) {
    const lead = piece.length - piece.trimStart().length
    const text = piece.trim()
    cells.push({ text, start: start + at + lead, end: start + at + lead + text.length })
    at += piece.length + 1
  }
  if (cells[0]?.text === '') cells.shift()
  if (cells.at(-1)?.text === '') cells.pop()
  return cells.length > 1 || isRule ? { start, end: start + line.length, cells, isRule } : undefined
}

function tableEdits(rows: readonly Row[], before: string): Edit[] {
  const [head, ...rest] = rows
  const body = rest.filter((row) => !row.isRule)
  if (!head || body.length === 0) return []
  const rules = rows.filter((row) => row.isRule).map(({ start, end }): Edit => ({ start, end, put: '' }))
  const labelled = body.filter((row) => isLabel(row.cells[0]?.text ?? '')).length
  const headers = head.cells.map((cell) => cell.text)
  const isRecords = headers.filter((header) => isLabel(header)).length > 1
  if (!isRecords && labelled * 2 >= body.length) {
    const isHeading = !isLabel(headers[0] ?? '') || VALUE_HEADER.test(headers[1] ?? '')
    return [
      ...rules,
      ...(isHeading ? [{ start: head.start, end: head.end, put: '' }] : pairEdits(head)),
      ...body.flatMap(pairEdits),
    ]
  }
  if (!isRecords && rules.length === 0) return []
  const isOfTopics = /topic|主题/i.test(before) || headers.some((header) => /partition|分区/i.test(header))
  const names = headers.map((header) => (TOPIC_NAMES.test(header) && isOfTopics ? 'topic' : header))
  return [...rules, { start: head.start, end: head.end, put: '' }, ...body.flatMap((row) => recordEdits(row, names))]
}

/** A row of a name and a value; what stands in further cells is a remark, unless all are numbers (then it is asked which). */
function pairEdits(row: Row): Edit[] {
  const [key, value] = row.cells
  if (!key || !value || EMPTY.test(value.text)) return [{ start: row.start, end: row.end, put: '' }]
  const further = row.cells.slice(2).filter((cell) => /^\d/.test(value.text) && /^\d/.test(cell.text))
  const edits: Edit[] = [
    { start: row.start, end: key.start, put: '' },
    { start: key.end, end: value.start, put: ': ' },
  ]
  let at = value.end
  for (const cell of further) {
    edits.push({ start: at, end: cell.start, put: `, ${key.text}: ` })
    at = cell.end
  }
  return [...edits, { start: at, end: row.end, put: '' }]
}

function recordEdits(row: Row, headers: readonly string[]): Edit[] {
  const role = new RegExp(`^(?:${ROLE_WORDS})`, 'i')
  const edits: Edit[] = []
  let at = row.start
  let isFirst = true
  row.cells.forEach((cell, index) => {
    const header = headers[index] ?? ''
    if (EMPTY.test(cell.text)) return
    const isRole = role.test(cell.text) && !/bucket|桶/i.test(header)
    const gap = isFirst ? '' : /bucket|桶/i.test(header) ? ' ' : ', '
    const unit = /^\d[\d.,]*$/.test(cell.text)
      ? (/\b(hours?|days?|seconds?|minutes?|bytes|kb)\b|(小时|天|秒|分钟|字节)/i.exec(header)?.[0] ?? '')
      : ''
    const label = header.replace(/\s*[（(][^)）]*[)）]\s*/g, ' ').trim()
    edits.push({ start: at, end: cell.start, put: gap + (isRole || label === '' ? '' : `${label}: `) })
    if (unit !== '') edits.push({ start: cell.end, end: cell.end, put: ` ${unit}` })
    at = cell.end
    isFirst = false
  })
  edits.push({ start: at, end: row.end, put: '' })
  return edits
}
