const UNITS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/** `24h`, `7d`, `30m`, or a date or time of ISO 8601, which counts as UTC; undefined where it is neither, or not past. */
export function pastTime(text: string, now: Date): Date | undefined {
  const [, amount, unit = ''] = /^(\d{1,6})([smhd])$/.exec(text) ?? []
  const isDate = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?Z?)?$/.test(text)
  const at =
    amount !== undefined
      ? now.getTime() - Number(amount) * (UNITS[unit] ?? 0)
      : isDate
        ? Date.parse(text.includes('T') && !text.endsWith('Z') ? `${text}Z` : text)
        : NaN
  return Number.isNaN(at) || at > now.getTime() ? undefined : new Date(at)
}
