/** Each bucket reaches so many times as far as the one before: quantiles are at most 2 % above the true value. */
const RATIO = 1.02
/** Upper end of the first bucket. */
const SMALLEST = 0.01
const BUCKETS = 1200
const LOG_RATIO = Math.log(RATIO)

/** A bar of a histogram: values above the bar before and up to `upTo`. */
export interface Bar {
  readonly upTo: number
  readonly count: number
}

export interface Quantiles {
  readonly p50: number
  readonly p90: number
  readonly p99: number
  readonly max: number
  /** Bars of the distribution, smallest first, none of them empty at both ends. */
  readonly histogram: readonly Bar[]
}

/** How many values there were of each size, in the same memory for ten as for ten million. */
export class Histogram {
  private readonly counts = new Uint32Array(BUCKETS)
  private total = 0
  private largest = 0

  add(value: number): void {
    const bucket = value <= SMALLEST ? 0 : Math.min(BUCKETS - 1, Math.ceil(Math.log(value / SMALLEST) / LOG_RATIO))
    this.counts[bucket] = (this.counts[bucket] ?? 0) + 1
    this.total++
    if (value > this.largest) this.largest = value
  }

  /** The value that a share of all is not above; 0 where there are none. */
  quantile(share: number): number {
    let left = Math.max(1, Math.ceil(this.total * share))
    for (let bucket = 0; this.total > 0 && bucket < BUCKETS; bucket++) {
      left -= this.counts[bucket] ?? 0
      if (left <= 0) return Math.min(this.largest, upper(bucket))
    }
    return 0
  }

  /** `bars`: about how many the histogram has. */
  summary(bars = 40): Quantiles {
    return {
      p50: rounded(this.quantile(0.5)),
      p90: rounded(this.quantile(0.9)),
      p99: rounded(this.quantile(0.99)),
      max: rounded(this.largest),
      histogram: this.bars(bars),
    }
  }

  private bars(most: number): Bar[] {
    const first = this.counts.findIndex((count) => count > 0)
    const last = this.counts.findLastIndex((count) => count > 0)
    if (first < 0) return []
    const width = Math.max(1, Math.ceil((last - first + 1) / most))
    const bars: Bar[] = []
    for (let bucket = first; bucket <= last; bucket += width) {
      const count = this.counts.subarray(bucket, bucket + width).reduce((sum, one) => sum + one, 0)
      bars.push({ upTo: rounded(upper(Math.min(last, bucket + width - 1))), count })
    }
    return bars
  }
}

function upper(bucket: number): number {
  return SMALLEST * RATIO ** bucket
}

/** Three digits are more than a bucket knows. */
function rounded(value: number): number {
  return Number(value.toPrecision(3))
}
