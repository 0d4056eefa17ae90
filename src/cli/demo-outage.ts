import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { MessageKind } from '../report/message.js'
import { Reporter } from '../report/reporter.js'
import { styleOf, type Style } from '../report/style.js'
import { LiveCounts } from '../runtime/faults/live-counts.js'
import { shortOutage, type Happening } from '../runtime/faults/short-outage.js'
import { SteadyLoad } from '../runtime/faults/steady-load.js'
import { endAll, openAssembly, runFolder } from '../site/index.js'
import { specSchema, type Spec } from '../spec/schema.js'
import { withLocalSite } from '../workflow/local-run.js'
import type { Context } from './context.js'
import { QUERY } from './demo.js'
import { endOnSignal } from './end-on-signal.js'
import { generateProject, type Generated } from './generate-project.js'
import { OutageScreen, type OutageView } from './outage-screen.js'
import { ReferenceLoad, type ReferenceResult } from './demo-reference.js'
import { money } from './plan-text.js'

/** Something happened on the way. */
const HAPPENED: MessageKind<Happening & { atSeconds: number }> = {
  code: 'OUTAGE_I1000',
  level: 'result',
  text: (happening, style) =>
    `   ${style.dim(`${happening.atSeconds.toFixed(0).padStart(3)} s`)}  ${happened(happening, style)}`,
}

/** What the sentence came to. */
const PLANNED: MessageKind<{ plan: string }> = {
  code: 'OUTAGE_I1001',
  level: 'info',
  text: ({ plan }) => `→ ${plan}`,
}

/** Where the events are, now and then. */
const COUNTED: MessageKind<NonNullable<OutageView['counts']>> = {
  code: 'OUTAGE_I1002',
  level: 'info',
  text: ({ sent, accepted, kafka, json, iceberg }) =>
    `        client ${sent} → 200 ${accepted} → Kafka ${kafka} → S3 JSON ${json} → Iceberg ${iceberg}`,
}

/** Events a second of the demo: what a busy laptop sends besides everything that it runs. */
const RATE = 400

/** Milliseconds between two lines of counts where there is no screen. */
const LINES_MS = 3000

/** `clickstream demo --outage`: the sentence, its project, and an outage of Kafka on real parts, on one screen; exits with 1 where an event is lost. */
export async function demoOutage(context: Context): Promise<number> {
  const parent = await mkdtemp(join(tmpdir(), 'clickstream-demo-'))
  const { stdout, env } = process
  const sentence = QUERY.trim()
    .replaceAll(/\s*\n-\s*/g, ' · ')
    .replace(': ·', ':')
  const screen =
    stdout.isTTY === true && !context.json && !context.quiet && env.TERM !== 'dumb'
      ? new OutageScreen(stdout, styleOf(stdout, env), sentence)
      : undefined
  const reporter = screen === undefined ? context.reporter : new Reporter(screen)
  try {
    return await story({ ...context, reporter }, join(parent, 'project'), screen)
  } finally {
    screen?.close()
    await rm(parent, { recursive: true, force: true })
  }
}

async function story(context: Context, project: string, screen: OutageScreen | undefined): Promise<number> {
  const { reporter, env } = context
  const began = performance.now()
  const { spec, generated } = await synthesized(context, project)
  const plan = planOf(generated)
  if (screen === undefined) reporter.report(PLANNED, { plan })
  else screen.view = { ...screen.view, plan }
  const folder = runFolder(openAssembly(project))
  return endOnSignal(folder, async () => {
    const [header, topic] = [spec.collector.routing.header, spec.collector.routing.default]
    const ends: (() => void)[] = []
    try {
      return await withLocalSite(project, { reporter, env }, async (site) => {
        const load = new SteadyLoad({ endpoint: site.endpoint.url, routing: [header, topic], rate: RATE, retry: true })
        const counts = new LiveCounts(site, spec)
        ends.push(
          () => counts.close(),
          () => load.close(),
        )
        const reference = await ReferenceLoad.open(site, RATE)
        const timer = setInterval(
          () => look({ screen, load, counts, reporter, reference }),
          screen === undefined ? LINES_MS : 100,
        )
        ends.push(
          () => clearInterval(timer),
          () => reference?.close(),
        )
        const tell = (happening: Happening): void => {
          reporter.report(HAPPENED, { ...happening, atSeconds: (performance.now() - began) / 1000 })
          if (screen !== undefined) screen.view = { ...screen.view, ...awayAfter(happening) }
          reference?.follow(happening)
        }
        const found = await shortOutage(site, { spec, load, rate: RATE, tell })
        if (screen !== undefined) look({ screen, load, counts, reporter, reference })
        const { sent, accepted } = load
        const { distinct = 0, place = 'no sink', lost = 0 } = found ?? {}
        const beside = await reference?.result()
        const account = { sent, accepted, distinct, lost, duplicated: found?.duplicated ?? 0, place }
        const result = { ...account, ...(beside !== undefined && { reference: beside }) }
        reporter.document(result, (style) => lastLine(result, style))
        return sent === accepted && accepted === distinct && lost === 0 ? 0 : 1
      })
    } finally {
      for (const end of ends) end()
      await endAll(folder)
    }
  })
}

interface Look {
  readonly screen: OutageScreen | undefined
  readonly load: SteadyLoad
  readonly counts: LiveCounts
  readonly reporter: Reporter
  readonly reference: ReferenceLoad | undefined
}

function look({ screen, load, counts: live, reporter, reference }: Look): void {
  const { sent, accepted } = load
  const { kafka, json, iceberg, spillBytes } = live
  const counts = { sent, accepted, kafka, json, iceberg, spillBytes }
  if (screen === undefined) return reporter.report(COUNTED, counts)
  const answers = load.between(performance.now() - 2000)
  screen.view = { ...screen.view, counts, answers, ...(reference !== undefined && { reference: reference.answers }) }
}

async function synthesized(context: Context, out: string): Promise<{ spec: Spec; generated: Generated }> {
  const { createClickstreamOrchestrator } = await import('../index.js')
  const orchestrator = createClickstreamOrchestrator({ model: context.model })
  for await (const event of orchestrator.say(QUERY)) void event
  const { spec, provenance } = orchestrator.result()
  const parsed = specSchema.parse(spec)
  const generated = await generateProject(context, { spec: parsed, provenance, out, decisionHint: 'the folder is new' })
  return { spec: parsed, generated }
}

function planOf({ stacks, cost }: Generated): string {
  const resources = stacks.reduce((sum, stack) => sum + stack.resources, 0)
  return `${stacks.length} stacks, ${resources} resources, about ${money(cost.total)} a month; its own templates run here`
}

/** Which parts are away after something happened. */
function awayAfter({ what }: Happening): Partial<OutageView> {
  if (what === 'kafka killed') return { kafkaAway: Date.now() }
  if (what === 'collector killed') return { collectorAway: Date.now() }
  // A part that is back is no member any more.
  if (what === 'collector back') return { collectorAway: undefined } as Partial<OutageView>
  if (what === 'kafka back') return { kafkaAway: undefined } as Partial<OutageView>
  return {}
}

function happened(happening: Happening, style: Style): string {
  switch (happening.what) {
    case 'traffic':
      return `${happening.rate} events a second, one a request, each with an id`
    case 'kafka killed':
      return `${style.red('Kafka is killed')} (SIGKILL); until now ${happening.calm.accepted} × 200, p99 ${ms(happening.calm.p99)}`
    case 'still answering': {
      const { accepted, answered, p99 } = happening.answers
      return `${style.green('the 200s go on')}: ${accepted} of ${answered}, p99 ${ms(p99)}; ${happening.spilled} events are on the disk`
    }
    case 'collector killed':
      return `${style.red('the collector is killed, too')} (SIGKILL); clients send again, with the same ids`
    case 'collector back':
      return `${style.green('the collector is back')} after ${happening.seconds.toFixed(1)} s, with ${(happening.adopted / 1e6).toFixed(1)} MB on its disk`
    case 'kafka back':
      return `${style.green('Kafka is back')} on its data after ${happening.awaySeconds.toFixed(0)} s`
    case 'disk empty':
      return `${style.green('the disk is empty')} ${happening.seconds.toFixed(1)} s later`
    case 'traffic over':
      return `traffic ends; the rows of Iceberg are read by another program than the sink`
    case 'all there':
      return `${style.green('every accepted event')} is in ${happening.place}`
  }
}

interface Account {
  readonly sent: number
  readonly accepted: number
  readonly distinct: number
  readonly lost: number
  readonly place: string
  readonly reference?: ReferenceResult
}

function lastLine({ sent, accepted, distinct, lost, place, reference }: Account, style: Style): string {
  const good = sent === accepted && accepted === distinct && lost === 0
  const line = `sent ${sent} ${equal(sent, accepted)} accepted ${accepted} ${equal(accepted, distinct)} distinct ids ${distinct}, lost ${lost}`
  return [
    '',
    ...(reference === undefined ? [] : [style.dim(` lua-resty-kafka beside it: ${besideText(reference)}`)]),
    ` ${style.bold(good ? style.green(line) : style.red(line))}   ${style.dim(place)}`,
  ].join('\n')
}

function besideText({ accepted, lost }: ReferenceResult): string {
  return `accepted ${accepted} with 200, ${lost} of them are not in Kafka`
}

function equal(a: number, b: number): string {
  return a === b ? '=' : '≠'
}

function ms(milliseconds: number): string {
  return `${milliseconds.toFixed(1)} ms`
}
