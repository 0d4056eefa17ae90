import type { Provenance } from './provenance.js'

/** The comment that says where a value comes from; none for what was said or stood in the file. */
export function originComment(provenance: Provenance | undefined): string | undefined {
  const { origin, formula, call } = provenance ?? {}
  if (origin === 'looked-up') return ` looked up: ${call ?? 'in the account'}`
  if (origin !== 'derived' && origin !== 'default') return undefined
  return formula === undefined ? ` ${origin}` : ` ${origin}: ${short(formula)}`
}

/** Whether a comment is one of those that say where a value comes from. */
export function isOriginComment(comment: string | null | undefined): boolean {
  return /^ (?:default|derived|looked up)(?::|$)/.test(comment ?? '')
}

/** A formula cut to one readable line. */
function short(formula: string): string {
  const line = formula.replace(/\s+/g, ' ')
  if (line.length <= 110) return line
  return `${line.slice(0, 110).replace(/\s+\S*$/, '')} …`
}
