import type { Bar, Quantiles } from '../../runtime/traffic/index.js'
import type { Drawing, Figure, Path, Rect, Text } from './drawing.js'
import { point, round } from './drawing.js'
import { duration, whole } from './numbers.js'
import { logarithmic, logTicks } from './scale.js'

const MARKS = ['p50', 'p90', 'p99'] as const

/** How long answers took: bars over a logarithmic axis, with the quantiles that one asks for. */
export function latencyPlot(latency: Quantiles): Figure {
  const said = MARKS.map((name) => `${name} ${duration(latency[name])}`).join(', ')
  const draw = (id: string, width: number, height: number): Drawing => ({
    id,
    width,
    height,
    title: 'Time to the answer',
    description: `Distribution of the time from a request to its answer: ${said}, longest ${duration(latency.max)}.`,
    ...shapes(latency, width, height),
  })
  return { wide: draw('latency-wide', 520, 260), narrow: draw('latency-narrow', 342, 240) }
}

const TOP = 52
const BOTTOM = 40

function shapes(latency: Quantiles, width: number, height: number): Pick<Drawing, 'rects' | 'paths' | 'texts'> {
  const { histogram: bars } = latency
  const floor = height - BOTTOM
  const { lows, low, high } = edges(bars)
  const x = logarithmic(low, high, 1, width - 1)
  // An empty bar has no height, and one of a few requests among thousands still can be seen.
  const most = Math.max(...bars.map(({ count }) => count), 1)
  const rects: Rect[] = bars.flatMap(({ upTo, count }, index) => {
    if (count === 0) return []
    const [from, to] = [x(lows[index] ?? low), x(upTo)]
    const tall = Math.max(1.5, (count / most) * (floor - TOP))
    return [
      {
        x: round(from),
        y: round(floor - tall),
        width: round(Math.max(1, to - from - 1)),
        height: round(tall),
        style: 'bar',
      },
    ]
  })
  const paths: Path[] = [{ d: `M${point(0, floor)}H${width}`, style: 'axis' }]
  const texts: Text[] = []
  for (const tick of logTicks(low, high, Math.floor(width / 48))) {
    paths.push({ d: `M${point(x(tick), floor)}v5`, style: 'axis' })
    texts.push({ x: round(clamp(x(tick), 14, width - 16)), y: floor + 20, text: duration(tick), style: 'tick middle' })
  }
  MARKS.forEach((name, index) => {
    const at = x(latency[name])
    const isRight = at > width - 84
    const y = 12 + index * 15
    paths.push({ d: `M${point(at, y - 10)}V${floor}`, style: `mark ${name}` })
    const text = `${name} ${duration(latency[name])}`
    texts.push({ x: round(at + (isRight ? -6 : 6)), y, text, style: `label ${isRight ? 'end' : ''}` })
  })
  texts.push({ x: width, y: height - 4, text: `${whole(total(bars))} answers`, style: 'tick end' })
  return { rects, paths, texts }
}

function edges(bars: readonly Bar[]): { lows: number[]; low: number; high: number } {
  const [first, second] = bars
  const ratio = first !== undefined && second !== undefined ? second.upTo / first.upTo : 2
  const low = first === undefined ? 0.1 : first.upTo / ratio
  const lows = bars.map((_, index) => bars[index - 1]?.upTo ?? low)
  return { lows, low, high: Math.max(low * 2, bars.at(-1)?.upTo ?? 1000) }
}

function total(bars: readonly Bar[]): number {
  return bars.reduce((sum, { count }) => sum + count, 0)
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value))
}
