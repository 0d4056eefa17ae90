/** What happened in each second of a run. */
export class PerSecond {
  private readonly counts: number[] = []

  add(milliseconds: number, count: number): void {
    const second = Math.max(0, Math.floor(milliseconds / 1000))
    while (this.counts.length <= second) this.counts.push(0)
    this.counts[second] = (this.counts[second] ?? 0) + count
  }

  toArray(): number[] {
    return [...this.counts]
  }
}
