import { randomBytes } from 'node:crypto'

/** The 128 bits of an id as four numbers. */
export type Id = Int32Array

/** Slots at the beginning, a power of two. */
const SLOTS = 1024

/** Share of slots in use at which the set grows. */
const FULL = 0.6

/** Ids with a number from 1 to 255 each, in two flat arrays: 28 to 57 bytes an id, however many there are. */
export class IdSet {
  private words = new Int32Array(SLOTS * 4)
  private marks = new Uint8Array(SLOTS)
  private count = 0
  // Clients may choose ids: with a secret seed nobody can choose many for one slot.
  private readonly seed = randomBytes(4).readInt32LE()

  get size(): number {
    return this.count
  }

  /** Bytes of memory. */
  get bytes(): number {
    return this.words.byteLength + this.marks.byteLength
  }

  /** The number of an id; 0 where it is not there. */
  get(id: Id): number {
    return this.marks[this.slotOf(id)] ?? 0
  }

  /** Gives an id a number, and returns the one that it had; 0 where it is new. */
  set(id: Id, mark: number): number {
    if (this.count > this.marks.length * FULL) this.grow()
    const slot = this.slotOf(id)
    const before = this.marks[slot] ?? 0
    if (before === 0) {
      this.words.set(id, slot * 4)
      this.count++
    }
    this.marks[slot] = mark
    return before
  }

  private slotOf(id: Id): number {
    const mask = this.marks.length - 1
    let slot = this.hash(id) & mask
    while (this.marks[slot] !== 0 && !this.holds(slot, id)) slot = (slot + 1) & mask
    return slot
  }

  private holds(slot: number, id: Id): boolean {
    const at = slot * 4
    const { words } = this
    return words[at] === id[0] && words[at + 1] === id[1] && words[at + 2] === id[2] && words[at + 3] === id[3]
  }

  private hash(id: Id): number {
    let h = mix(this.seed, id[0] ?? 0)
    h = mix(h, id[1] ?? 0)
    h = mix(h, id[2] ?? 0)
    return mix(h, id[3] ?? 0)
  }

  private grow(): void {
    const { words, marks } = this
    this.words = new Int32Array(words.length * 2)
    this.marks = new Uint8Array(marks.length * 2)
    for (let slot = 0; slot < marks.length; slot++) {
      const mark = marks[slot] ?? 0
      if (mark === 0) continue
      const id = words.subarray(slot * 4, slot * 4 + 4)
      const target = this.slotOf(id)
      this.words.set(id, target * 4)
      this.marks[target] = mark
    }
  }
}

function mix(h: number, word: number): number {
  const product = Math.imul(h ^ word, 0x9e3779b1 | 0)
  return product ^ (product >>> 15)
}
