/** Prints measured numbers as one line, whether or not the test passes: they go into the README. */
export const report = (what: string, numbers: Readonly<Record<string, unknown>>): void => {
  const shown = Object.entries(numbers).map(([name, value]) => {
    const text = typeof value === 'number' && !Number.isInteger(value) ? value.toFixed(2) : JSON.stringify(value)
    return `${name}: ${text}`
  })
  process.stderr.write(`measured: ${what}: ${shown.join(', ')}\n`)
}
