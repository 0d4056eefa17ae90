import type { Settlement } from './settlement.js'

/** Somewhere that events arrive. What was there before the run is left out. */
export interface Place {
  readonly kind: 'kafka' | 's3-json' | 'iceberg'
  readonly name: string
  readonly topics: readonly string[]
  /** Longest time, in milliseconds, that records may wait here for others before they can be read. */
  readonly intervalMs: number
  /** Notes when what is new could be read first, `at` milliseconds after the run began; cheap enough to be asked every second. */
  look(at: number): Promise<void>
  /** Hands over what is new since the last time. */
  read(settlement: Settlement): Promise<void>
}
