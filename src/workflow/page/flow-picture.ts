import type { PlaceReport } from '../../runtime/traffic/index.js'
import type { RehearsalRecord } from '../rehearsal-record.js'
import type { Drawing, Figure, Path, Rect, Text } from './drawing.js'
import { point } from './drawing.js'
import { counted, shortened, whole } from './numbers.js'

/** A part of the way, with what it has to say. */
interface Stop {
  readonly title: string
  readonly where: string
  readonly note: string
  readonly state: 'exact' | 'wrong' | 'plain'
}

/** What went from one part to the next. */
interface Leg {
  readonly count: string
  readonly unit: string
}

interface Flow {
  readonly way: readonly [client: Stop, collector: Stop, kafka: Stop]
  readonly legs: readonly [sent: Leg, stored: Leg]
  readonly sinks: readonly (Stop & { readonly leg: Leg })[]
}

/** Client, collector, Kafka and sinks, with what went over each arrow; undefined where nothing was sent. */
export function flowPicture({ traffic, summary = [] }: RehearsalRecord): Figure | undefined {
  if (traffic === undefined) return undefined
  const { run, sent, requests, accepted, refusals, places } = traffic
  const kafka = places.find(({ kind }) => kind === 'kafka')
  const met = refusals.filter(({ ok }) => ok).length
  const flow: Flow = {
    way: [
      { title: 'Client', where: counted(requests, 'request'), note: `run ${run.slice(0, 8)}`, state: 'plain' },
      {
        title: 'Collector',
        where: summary.find(({ what }) => what === 'collector')?.value ?? 'nginx',
        note: `refused ${met} of ${refusals.length} bad ones`,
        state: met === refusals.length ? 'exact' : 'wrong',
      },
      stopOf('Kafka', kafka?.topics.join(', ') ?? '', kafka),
    ],
    legs: [
      { count: whole(sent), unit: sent === 1 ? 'event' : 'events' },
      { count: whole(accepted), unit: '× 200' },
    ],
    sinks: places
      .filter(({ kind }) => kind !== 'kafka')
      .map((place) => ({
        ...stopOf(KINDS[place.kind], place.name.replace(`${KINDS[place.kind]} `, ''), place),
        leg: { count: whole(place.arrived), unit: place.kind === 'iceberg' ? 'rows' : 'lines' },
      })),
  }
  const title = 'The way of the events'
  const description =
    `The client sent ${counted(sent, 'event')} in ${counted(requests, 'request')}; ${whole(accepted)} times an event was answered 200. ` +
    places.map(({ name, arrived, lost }) => `${name} has ${whole(arrived)} of them, ${whole(lost)} lost.`).join(' ')
  return {
    wide: { id: 'flow-wide', title, description, ...wide(flow) },
    narrow: { id: 'flow-narrow', title, description, ...narrow(flow) },
  }
}

const KINDS: Readonly<Record<PlaceReport['kind'], string>> = {
  kafka: 'Kafka',
  's3-json': 'S3 JSON',
  iceberg: 'Iceberg',
}

function stopOf(title: string, where: string, place: PlaceReport | undefined): Stop {
  if (place === undefined) return { title, where, note: 'not read', state: 'plain' }
  if (place.exact) return { title, where, note: 'all, once, unaltered', state: 'exact' }
  const { lost, duplicated, altered, unexpected } = place
  const wrong = Object.entries({ lost, duplicated, altered: altered + unexpected }).filter(([, count]) => count > 0)
  const note = wrong.map(([what, count]) => `${whole(count)} ${what}`).join(' · ')
  return { title, where, note: note === '' ? 'ids differ' : note, state: 'wrong' }
}

type Shapes = Pick<Drawing, 'width' | 'height' | 'rects' | 'paths' | 'texts'>
const HEAD = 7
/** Width of a letter of a box's small text, rather more than less. */
const LETTER = 7.4

function wide({ way, legs, sinks }: Flow): Shapes {
  const [width, height] = [1080, 78]
  const [boxes, gaps, sinkWidth, row] = [[150, 206, 190], [84, 84, 122], 244, 100] as const
  const total = Math.max(1, sinks.length) * row
  const middle = total / 2
  const shapes = new Builder()
  let left = 0
  way.forEach((stop, column) => {
    const right = left + (boxes[column] ?? 0)
    shapes.box(left, middle - height / 2, right - left, height, stop)
    const next = right + (gaps[column] ?? 0)
    const leg = legs[column]
    if (leg !== undefined) {
      shapes.arrow(`M${point(right + 6, middle)}H${next - 6}`, next - 6, middle)
      shapes.leg((right + next) / 2, middle, leg)
    }
    left = next
  })
  const from = left - gaps[2]
  sinks.forEach((sink, index) => {
    const y = index * row + row / 2
    shapes.box(left, y - height / 2, sinkWidth, height, sink)
    const bend = `M${point(from + 6, middle)}C${point(from + 30, middle)} ${point(from + 8, y)} ${point(from + 36, y)}`
    shapes.arrow(`${bend}H${left - 6}`, left - 6, y)
    shapes.leg(from + 76, y, sink.leg)
  })
  return { width, height: total, ...shapes.done() }
}

function narrow({ way, legs, sinks }: Flow): Shapes {
  const [width, height, gap, indent] = [342, 78, 46, 34]
  const shapes = new Builder()
  const top = (index: number): number => index * (height + gap)
  way.forEach((stop, index) => shapes.box(0, top(index), width, height, stop))
  legs.forEach((leg, index) => {
    const [from, to] = [top(index) + height, top(index + 1)]
    shapes.arrow(`M${point(indent / 2, from + 5)}V${to - 5}`, indent / 2, to - 5, 'down')
    shapes.beside(indent, (from + to) / 2 + 5, leg)
  })
  sinks.forEach((sink, index) => {
    const y = top(3 + index)
    shapes.box(indent, y, width - indent, height, sink)
    const to = y + height / 2
    shapes.arrow(`M${point(indent / 2, top(2) + height + 5)}V${to}H${indent - 4}`, indent - 4, to)
    shapes.beside(indent, y - gap / 2 + 5, sink.leg)
  })
  return { width, height: top(2 + sinks.length) + height, ...shapes.done() }
}

class Builder {
  private readonly rects: Rect[] = []
  private readonly paths: Path[] = []
  private readonly texts: Text[] = []

  box(x: number, y: number, width: number, height: number, { title, where, note, state }: Stop): void {
    this.rects.push({ x, y, width, height, style: `box ${state}` })
    const letters = Math.floor((width - 28) / LETTER)
    this.texts.push({ x: x + 14, y: y + 25, text: title, style: 'title' })
    this.texts.push({ x: x + 14, y: y + 44, text: shortened(where, letters), style: 'note plain' })
    this.texts.push({ x: x + 14, y: y + 63, text: shortened(note, letters), style: `note ${state}` })
  }

  arrow(d: string, x: number, y: number, to: 'right' | 'down' = 'right'): void {
    this.paths.push({ d, style: 'arrow' })
    const [back, side] = [HEAD, HEAD * 0.6]
    const ends =
      to === 'right'
        ? [point(x - back, y - side), point(x - back, y + side)]
        : [point(x - side, y - back), point(x + side, y - back)]
    this.paths.push({ d: `M${point(x, y)}L${ends.join('L')}Z`, style: 'head' })
  }

  leg(x: number, y: number, { count, unit }: Leg): void {
    this.texts.push({ x, y: y - 9, text: count, style: 'count middle' })
    this.texts.push({ x, y: y + 20, text: unit, style: 'note plain middle' })
  }

  beside(x: number, y: number, { count, unit }: Leg): void {
    this.texts.push({ x, y, text: `${count} ${unit}`, style: 'count' })
  }

  done(): Pick<Drawing, 'rects' | 'paths' | 'texts'> {
    return { rects: this.rects, paths: this.paths, texts: this.texts }
  }
}
