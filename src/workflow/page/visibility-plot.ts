import type { TrafficReport } from '../../runtime/traffic/index.js'
import type { Drawing, Figure, Path, Text } from './drawing.js'
import { point, round } from './drawing.js'
import { duration, whole } from './numbers.js'
import { linear, ticks } from './scale.js'

/** What is drawn as a line: how many events there were at the end of each second. */
interface Series {
  readonly name: string
  /** Class in the style sheet, and in the legend beside the picture. */
  readonly style: string
  readonly totals: readonly number[]
}

/** Events that were accepted and events that could be read, over the run: the way between the lines is the time to visibility. */
export function visibilityPlot(traffic: TrafficReport): Figure {
  const all = series(traffic)
  const waits = traffic.places.flatMap(({ name, visibility }) =>
    visibility === undefined ? [] : [`${name}: p50 ${duration(visibility.p50)}, longest ${duration(visibility.max)}`],
  )
  const draw = (id: string, width: number, height: number): Drawing => ({
    id,
    width,
    height,
    title: 'Time to visibility',
    description: `Accepted events and events that could be read, over the seconds of the run. ${waits.join('; ')}.`,
    rects: [],
    ...shapes(all, width, height),
  })
  return { wide: draw('visibility-wide', 520, 260), narrow: draw('visibility-narrow', 342, 240) }
}

/** Names and classes of the lines. */
export function legend(traffic: TrafficReport): Pick<Series, 'name' | 'style'>[] {
  return series(traffic).map(({ name, style }) => ({ name, style }))
}

const STYLES = 4

function series({ acceptedPerSecond, places }: TrafficReport): Series[] {
  const sinks = places.flatMap(({ name, visibility }) => (visibility === undefined ? [] : [{ name, visibility }]))
  return [
    { name: 'accepted', style: 'line accepted', totals: running(acceptedPerSecond) },
    ...sinks.map(({ name, visibility }, index) => ({
      name,
      style: `line sink-${index % STYLES}`,
      totals: running(visibility.perSecond),
    })),
  ]
}

function running(counts: readonly number[]): number[] {
  let sum = 0
  return counts.map((count) => (sum += count))
}

const [TOP, BOTTOM] = [14, 40]

function shapes(all: readonly Series[], width: number, height: number): Pick<Drawing, 'paths' | 'texts'> {
  const floor = height - BOTTOM
  const seconds = Math.max(1, ...all.map(({ totals }) => totals.length))
  const most = Math.max(1, ...all.map(({ totals }) => totals.at(-1) ?? 0))
  const levels = ticks(most, 4)
  const left = 12 + 7 * whole(levels.at(-1) ?? 0).length
  const x = linear(0, seconds, left, width - 8)
  const y = linear(0, levels.at(-1) ?? 1, floor, TOP)
  const paths: Path[] = []
  const texts: Text[] = []
  for (const level of levels) {
    paths.push({ d: `M${point(left, y(level))}H${width - 8}`, style: level === 0 ? 'axis' : 'grid' })
    texts.push({ x: left - 8, y: round(y(level) + 4), text: whole(level), style: 'tick end' })
  }
  for (const second of ticks(seconds, Math.floor(width / 70)).filter((one) => one <= seconds)) {
    paths.push({ d: `M${point(x(second), floor)}v5`, style: 'axis' })
    const isLast = x(second) > width - 24
    texts.push({
      x: isLast ? width - 2 : round(x(second)),
      y: floor + 20,
      text: `${second} s`,
      style: `tick ${isLast ? 'end' : 'middle'}`,
    })
  }
  for (const { style, totals } of all) {
    const stairs = totals.map((total, index) => `L${point(x(index + 1), y(total))}`)
    const rest = `H${round(x(seconds))}`
    paths.push({ d: `M${point(x(0), y(0))}${stairs.join('')}${rest}`, style })
  }
  texts.push({ x: width - 8, y: height - 4, text: 'since the first event', style: 'tick end' })
  return { paths, texts }
}
