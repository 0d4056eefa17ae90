import type { Known } from '../known.js'
import { indexesBelow, type Fact } from '../paths.js'

/** The bucket for every role that has none of its own: the one said for everything, else the first said for a role. */
export function generalBucket(known: Known): { fact: Fact<string>; path: string } | undefined {
  if (known.intent.bucket !== undefined) return { fact: known.intent.bucket, path: 'intent.bucket' }
  for (const path of [...indexesBelow(known.facts, 'sinks').map((index) => `sinks.${index}.bucket`), 'backup.bucket']) {
    const fact = known.fact(path)
    if (fact !== undefined) return { fact: fact as Fact<string>, path }
  }
  return undefined
}

/** Gives the general bucket to each role without one: the first takes its origin over, the others are derived from it. */
export function fillBuckets(known: Known, roles: readonly string[]): void {
  const general = generalBucket(known)
  if (general === undefined) return
  let owner =
    [...known.facts].find(([path, fact]) => fact === general.fact && path !== 'intent.bucket')?.[0] ?? general.path
  for (const path of roles) {
    if (known.fact(path) !== undefined) continue
    if (owner === 'intent.bucket') {
      known.facts.set(path, general.fact)
      owner = path
    } else {
      known.derive(path, general.fact.value, `the one bucket that is named, as in ${owner}`)
    }
  }
}
