import { runTraffic, type TrafficReport } from '../../runtime/traffic/index.js'
import type { Fact } from '../../site/site.js'
import type { Step, StepContext } from '../step.js'

export interface TestingOptions {
  readonly events: number
  /** Events a second, at most. */
  readonly rate: number
}

/** The step, and what it found. */
export interface TestingStep extends Step {
  readonly report: () => TrafficReport | undefined
}

/** Sends marked events and accounts for each in Kafka and every sink; done once a test of this very run has passed. */
export function testing(context: StepContext, options: TestingOptions): TestingStep {
  const { assembly, site, reporter } = context
  let report: TrafficReport | undefined
  return {
    id: 'testing',
    needs: ['ecs', 'load-balancer', 'security', 'connectors'],
    plan: () => [`${options.events} marked events at up to ${options.rate} a second, each looked for in every sink`],
    run: async () => {
      report = await runTraffic(site, assembly.spec, { ...options, reporter })
    },
    verify: () => Promise.resolve(report === undefined ? [NOTHING_SENT] : factsOf(report)),
    report: () => report,
  }
}

const NOTHING_SENT: Fact = { what: 'marked events', found: 'none were sent', ok: false }

function factsOf({ sent, accepted, refused, refusals, places, deadLetters }: TrafficReport): Fact[] {
  const said = Object.entries(refused).map(([status, count]) => `${count} with ${status}`)
  const passed = refusals.filter(({ ok }) => !ok).map(({ what, due, found }) => `${what}: ${found} in place of ${due}`)
  return [
    {
      what: `${sent} events sent`,
      found: `${accepted} times 200${said.length === 0 ? '' : `, refused: ${said.join(', ')}`}`,
      ok: said.length === 0,
    },
    {
      what: 'what must be refused',
      found:
        passed.length === 0 ? refusals.map(({ what, found }) => `${what}: ${found}`).join(', ') : passed.join(', '),
      ok: passed.length === 0,
    },
    ...places.map(({ name, due, arrived, lost, duplicated, altered, unexpected, exact }) => ({
      what: name,
      found: `${arrived} of ${due} arrived, ${lost} lost, ${duplicated} duplicated, ${altered + unexpected} altered`,
      ok: exact,
    })),
    { what: 'dead letters', found: String(deadLetters), ok: deadLetters === 0 },
  ]
}
