import type { Difference } from '../site/index.js'
import type { Style } from '../report/style.js'

/** What has to be said first: parts that were left out, because this machine lacks their programs. */
export function missingText(differences: readonly Difference[], style: Style): string[] {
  return differences.flatMap(({ missing, what }) => (missing === undefined ? [] : [style.yellow(`left out: ${what}`)]))
}

/** The list that ends what a local site has to say. */
export function differencesText(differences: readonly Difference[], style: Style): string[] {
  return [
    style.bold('What is not here as it is on AWS'),
    ...differences.map(({ what, instead }) => style.wrap(`${what}: ${instead}`, '  ')),
  ]
}
