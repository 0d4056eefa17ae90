const FIRST_SLOTS = 1 << 12
/** Slots filled before the table grows. */
const LOAD = 0.6

/**
 * Counts different ids in a flat table of 64 bits each, taken from both ends of a UUID, where those of version 4 and 5 are random or
 * hashed and those of a run of ours are numbered: of a million ids, one in 30 million runs would count two as one.
 */
export class DistinctIds {
  private heads = new Uint32Array(FIRST_SLOTS)
  private tails = new Uint32Array(FIRST_SLOTS)
  private filled = new Uint8Array(FIRST_SLOTS)
  private found = 0

  get size(): number {
    return this.found
  }

  add(id: string): void {
    if (this.found >= this.filled.length * LOAD) this.grow()
    if (this.put(Number.parseInt(id.slice(0, 8), 16) >>> 0, Number.parseInt(id.slice(-8), 16) >>> 0)) this.found++
  }

  /** Whether it was not there yet. */
  private put(head: number, tail: number): boolean {
    const mask = this.filled.length - 1
    let slot = Math.imul(head ^ Math.imul(tail, 0x9e3779b1), 0x85ebca6b) >>> 0
    slot = (slot ^ (slot >>> 15)) & mask
    for (; this.filled[slot] === 1; slot = (slot + 1) & mask) {
      if (this.heads[slot] === head && this.tails[slot] === tail) return false
    }
    this.heads[slot] = head
    this.tails[slot] = tail
    this.filled[slot] = 1
    return true
  }

  private grow(): void {
    const { heads, tails, filled } = this
    const slots = filled.length * 2
    this.heads = new Uint32Array(slots)
    this.tails = new Uint32Array(slots)
    this.filled = new Uint8Array(slots)
    filled.forEach((used, slot) => void (used === 1 && this.put(heads[slot] ?? 0, tails[slot] ?? 0)))
  }
}
