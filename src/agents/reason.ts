import type { ProvenanceMap } from '../spec/index.js'

/** Why a value is what it is, in words. */
export function reason(provenance: ProvenanceMap, path: string): string {
  const entry = provenance[path]
  if (entry === undefined) return 'not known'
  if (entry.quote !== undefined) return `said: "${entry.quote}"`
  return (
    entry.formula ??
    entry.call ??
    { said: 'said', file: 'written in the file', 'looked-up': 'looked up', derived: 'derived', default: 'default' }[
      entry.origin
    ]
  )
}
