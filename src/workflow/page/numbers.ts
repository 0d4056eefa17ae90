const WHOLE = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 })

/** `12,345`. */
export function whole(value: number): string {
  return WHOLE.format(value)
}

/** `4.2 ms` or `1.3 s`: as many digits as one reads. */
export function duration(milliseconds: number): string {
  if (milliseconds < 1000) return `${short(milliseconds)} ms`
  return milliseconds < 120_000 ? `${short(milliseconds / 1000)} s` : `${short(milliseconds / 60_000)} min`
}

/** `1 event`, `2 events`. */
export function counted(value: number, one: string): string {
  return `${whole(value)} ${one}${value === 1 ? '' : 's'}`
}

/** What fits into a picture: the end of a name tells more than its middle. */
export function shortened(text: string, most: number): string {
  if (text.length <= most) return text
  const tail = Math.floor(most / 3)
  return `${text.slice(0, most - tail - 1)}…${text.slice(-tail)}`
}

function short(value: number): string {
  return value < 10 ? String(Number(value.toPrecision(2))) : whole(value)
}
