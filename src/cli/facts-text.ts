import type { Style } from '../report/style.js'
import type { Fact } from '../site/site.js'

/** One line a fact. */
export function factsText(facts: readonly Fact[], style: Style): string {
  return facts
    .map(({ what, found, ok }) => `${ok ? style.green('✔') : style.red('✘')} ${what}${ok ? ':' : ''} ${found}`)
    .join('\n')
}
