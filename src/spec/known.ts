import { intentOf, type Intent } from './intent.js'
import type { EnvironmentLock } from './lock.js'
import type { Fact, Facts } from './paths.js'
import type { Provenance } from './provenance.js'
import type { Leaf } from './schema.js'

/** What is known while the defaults are worked out: leaves by path, filled in but never replaced. */
export class Known {
  readonly intent: Intent

  constructor(
    readonly facts: Facts,
    readonly lock: EnvironmentLock | undefined,
  ) {
    this.intent = intentOf(facts)
    for (const path of [...facts.keys()]) if (path.startsWith('intent.')) facts.delete(path)
  }

  fact(path: string): Fact | undefined {
    return this.facts.get(path)
  }

  /** The value at a path; the caller names the type that the schema gives it. */
  value<T extends Leaf>(path: string): T | undefined {
    return this.facts.get(path)?.value as T | undefined
  }

  /** Sets what nobody said. */
  fill(path: string, value: Leaf | undefined, provenance: Provenance): void {
    if (value !== undefined && !this.facts.has(path)) this.facts.set(path, { value, provenance })
  }

  byDefault(path: string, value: Leaf, formula?: string): void {
    this.fill(path, value, { origin: 'default', ...(formula !== undefined && { formula }) })
  }

  derive(path: string, value: Leaf | undefined, formula: string): void {
    this.fill(path, value, { origin: 'derived', formula })
  }

  lookedUp(path: string, value: Leaf | undefined, call: string): void {
    this.fill(path, value, { origin: 'looked-up', call })
  }
}
