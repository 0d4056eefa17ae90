/** One line of an estimate: what it is, US dollars a month in whole cents, and how that was worked out. */
export interface CostLine {
  readonly what: string
  readonly usd: number
  readonly basis: string
}

/** A line of so many dollars, rounded to cents. */
export function line(what: string, usd: number, basis: string): CostLine {
  return { what, usd: cents(usd), basis }
}

/** Dollars rounded to cents. */
export function cents(usd: number): number {
  return Math.round(usd * 100) / 100
}

/** A number for people: thousands separated, at most so many digits after the point. */
export function figure(value: number, digits = 1): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: digits })
}
