import { stripVTControlCharacters } from 'node:util'

// East Asian wide and fullwidth blocks and emoji take two columns (Unicode Standard Annex 11).
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u
const COMBINING = /\p{Mn}/u

/** Columns that a text takes on a terminal, colours not counted. */
export function displayWidth(text: string): number {
  let width = 0
  for (const character of stripVTControlCharacters(text)) {
    if (COMBINING.test(character)) continue
    width += WIDE.test(character) ? 2 : 1
  }
  return width
}

/** Fills a text with spaces up to a width in columns. */
export function padEnd(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - displayWidth(text)))
}

/** Breaks each line at spaces (and after wide characters, which know no spaces); every line starts with the indent. */
export function wrap(text: string, width: number, indent = ''): string {
  return text
    .split('\n')
    .flatMap((line) => (Number.isFinite(width) ? wrapLine(line, width - displayWidth(indent)) : [line]))
    .map((line) => (line === '' ? '' : indent + line))
    .join('\n')
}

function wrapLine(line: string, width: number): string[] {
  const hanging = /^\s*(?:[-*•]\s+|\d+\.\s+)?/.exec(line)?.[0].length ?? 0
  const lines: string[] = []
  let current = ''
  for (const piece of pieces(line)) {
    if (current.trim() !== '' && displayWidth(current + piece.trimEnd()) > width) {
      lines.push(current.trimEnd())
      current = ' '.repeat(hanging) + piece.trimStart()
    } else {
      current += piece
    }
  }
  return [...lines, current.trimEnd()]
}

function pieces(line: string): string[] {
  return line.match(/[^\s\u2e80-\u9fff\uff00-\uffef]+\s*|[\u2e80-\u9fff\uff00-\uffef]\s*|\s+/gu) ?? []
}

// Everything that can move the cursor or ring the bell; colours (SGR) stay.
const CONTROL = /\u001b\[[0-9;]*m|[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/gu

/** Makes control characters visible, so that words from a file or a person cannot drive the terminal. */
export function harmless(text: string): string {
  return text.replaceAll('\r\n', '\n').replaceAll(CONTROL, (found) => {
    if (found.length > 1) return found
    const code = found.codePointAt(0) ?? 0
    return code < 256 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16)}`
  })
}

/** Rows of cells as aligned columns, two spaces apart; the last column is not filled. */
export function table(rows: readonly (readonly string[])[]): string[] {
  const widths: number[] = []
  for (const row of rows)
    row.forEach((cell, index) => (widths[index] = Math.max(widths[index] ?? 0, displayWidth(cell))))
  return rows.map((row) =>
    row
      .map((cell, index) => (index === row.length - 1 ? cell : padEnd(cell, (widths[index] ?? 0) + 2)))
      .join('')
      .trimEnd(),
  )
}
