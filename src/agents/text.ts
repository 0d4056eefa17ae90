/** A whole number with thousands separators, the same on every machine. */
export function count(value: number): string {
  return Math.round(value).toLocaleString('en-US')
}

/** An amount of US dollars, without cents. */
export function usd(value: number): string {
  return `$${count(value)}`
}

/** Lines of a list. */
export function bullets(lines: readonly string[]): string {
  return lines.map((line) => `- ${line}`).join('\n')
}

/** A count with its noun: `1 task`, `2 tasks`. */
export function many(value: number, noun: string): string {
  return `${count(value)} ${noun}${value === 1 ? '' : 's'}`
}

/** Duration of whole hours, in days where they are whole. */
export function hours(value: number): string {
  return value % 24 === 0 ? many(value / 24, 'day') : many(value, 'hour')
}

/** A text of at most so many characters, and a mark where it goes on. */
export function shortened(text: string, most: number): string {
  // A character takes two code units at most.
  const characters = [...text.slice(0, 2 * (most + 1))]
  return characters.length <= most ? text : `${characters.slice(0, most).join('')}…`
}
