import type { Document, Busy, Message, Renderer } from '../report/message.js'
import type { Style } from '../report/style.js'
import type { Output } from '../report/terminal-renderer.js'
import { displayWidth, harmless } from '../report/text.js'
import type { Answers } from '../runtime/faults/steady-load.js'

/** What the one screen of the demo shows. */
export interface OutageView {
  /** What was said. */
  readonly sentence: string
  /** What it came to. @default - not known yet */
  readonly plan?: string
  /** How many events each place has. @default - no traffic yet */
  readonly counts?: {
    readonly sent: number
    readonly accepted: number
    readonly kafka: number
    readonly json: number
    readonly iceberg: number
    readonly spillBytes: number
  }
  /** Answers of the last two seconds. */
  readonly answers?: Answers
  /** The same of the reference beside it. @default - there is none */
  readonly reference?: Answers
  /** Epoch milliseconds since which a part is away. @default - it is there */
  readonly kafkaAway?: number
  readonly collectorAway?: number
}

/** The terminal that the screen is made for. */
const [COLUMNS, ROWS] = [100, 30]

const number = (value: number): string => value.toLocaleString('en-US')

/** The lines of the screen: at most 30, of at most 100 columns. */
export function outageScreen(
  view: OutageView,
  log: readonly string[],
  { now, seconds, busy, style }: { now: number; seconds: number; busy: string | undefined; style: Style },
): string[] {
  const clock = `${seconds.toFixed(0)} s`
  const title = ' clickstream: an outage of Kafka on real parts, on this machine'
  const top = [
    `${style.bold(title)}${' '.repeat(COLUMNS - title.length - clock.length - 1)}${style.dim(clock)}`,
    '',
    ...wrapped(`“${view.sentence}”`).map((line) => style.green(line)),
    view.plan === undefined ? '' : `  → ${style.bold(view.plan)}`,
    '',
    ...(view.counts === undefined ? [] : flow(view.counts, style)),
    ...(view.counts === undefined ? [] : parts(view, now, style)),
  ]
  const room = ROWS - top.length - 2
  const shown = log.slice(-room)
  return [...top, ...shown, ...(busy === undefined ? [] : [style.cyan(`   … ${busy}`)])]
    .slice(0, ROWS)
    .map((line) => cut(line))
}

function flow(counts: NonNullable<OutageView['counts']>, style: Style): string[] {
  const stations = [
    ['client', counts.sent],
    ['200', counts.accepted],
    ['Kafka', counts.kafka],
    ['S3 JSON', counts.json],
    ['Iceberg', counts.iceberg],
  ] as const
  const names = stations.map(([name], index) => {
    const text = name.padStart(8)
    return index === 0 ? text : ` ${style.dim('───▶')} ${text}`
  })
  const values = stations.map(([, count], index) => number(count).padStart(index === 0 ? 8 : 14))
  return [` ${names.join('')}`, style.bold(` ${values.join('')}`), '']
}

function parts(view: OutageView, now: number, style: Style): string[] {
  const { answers, reference, counts, kafkaAway, collectorAway } = view
  const away = (since: number | undefined, what: string): string =>
    since === undefined
      ? `${style.green('●')} ${what}`
      : style.red(`✘ killed ${((now - since) / 1000).toFixed(0)} s ago`)
  const held = counts?.spillBytes ?? 0
  return [
    `   collector   ${away(collectorAway, 'answers')}   ${answersText(answers, style)}`,
    ...(reference === undefined
      ? []
      : [`   reference   ${style.dim('lua-resty-kafka')}   ${answersText(reference, style)}`]),
    `   Kafka       ${away(kafkaAway, 'acknowledges')}`,
    `   disk        ${held === 0 ? style.dim('empty') : style.yellow(`${bar(held)} ${(held / 1e6).toFixed(1)} MB wait for Kafka`)}`,
    '',
  ]
}

function answersText(answers: Answers | undefined, style: Style): string {
  if (answers === undefined) return ''
  const { accepted, p50, p99 } = answers
  return `${number(Math.round(accepted / 2))} × 200 a second   ${style.bold(`p50 ${p50.toFixed(1)} ms   p99 ${p99.toFixed(1)} ms`)}`
}

function bar(bytes: number): string {
  return '█'.repeat(Math.min(30, 1 + Math.floor(bytes / 100_000)))
}

function wrapped(text: string): string[] {
  const lines: string[] = []
  let line = ' '
  for (const word of text.split(/\s+/)) {
    if (displayWidth(line) + displayWidth(word) + 1 > COLUMNS - 2) {
      lines.push(line)
      line = '  '
    }
    line += line.trim() === '' ? word : ` ${word}`
  }
  return [...lines, line]
}

/** A line that wraps would push the others down. */
function cut(line: string): string {
  let text = line
  while (displayWidth(text) > COLUMNS) text = `${text.slice(0, -2)}…`
  return text
}

/** Draws the screen in place, ten times a second; messages are its log. */
export class OutageScreen implements Renderer {
  view: OutageView
  private readonly log: string[] = []
  private readonly began = performance.now()
  private readonly timer: NodeJS.Timeout
  private busyWith: string | undefined
  private readonly restore = (): void => void this.output.write('\u001b[?25h')

  constructor(
    private readonly output: Output,
    private readonly style: Style,
    sentence: string,
  ) {
    this.view = { sentence }
    output.write('\u001b[2J\u001b[?25l')
    process.once('exit', this.restore)
    this.timer = setInterval(() => this.draw(), 100)
  }

  message(message: Message): void {
    if (message.level === 'progress') return
    this.log.push(...harmless(message.text(this.style)).split('\n'))
  }

  document({ text }: Document): void {
    this.log.push(...harmless(text(this.style)).split('\n'))
  }

  busy(title: string): Busy {
    this.busyWith = title
    return { progress: () => undefined, end: () => (this.busyWith = undefined) }
  }

  /** Draws the last picture and gives the terminal back. */
  close(): void {
    clearInterval(this.timer)
    this.draw()
    this.output.write('\n')
    this.restore()
    process.off('exit', this.restore)
  }

  private draw(): void {
    const seconds = (performance.now() - this.began) / 1000
    const lines = outageScreen(this.view, this.log, {
      now: Date.now(),
      seconds,
      busy: this.busyWith,
      style: this.style,
    })
    this.output.write(`\u001b[H${lines.map((line) => `${line}\u001b[K`).join('\n')}\u001b[J`)
  }
}
