import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { createClickstreamOrchestrator, LocalProject } from '../../../src/index.js'
import type { ModelRole } from '../../../src/index.js'
import { OfflineModel } from '../../../src/model/offline/offline-model.js'
import { SILENT } from '../../../src/report/message.js'
import { Reporter } from '../../../src/report/reporter.js'
import { say, SEED } from '../support.js'

const reporter = new Reporter({ message: () => undefined, document: () => undefined, busy: () => SILENT })
const ACTING = {
  msk_topic: ['make_topics'],
  image_builder: ['build_images'],
  ecs_deployment: ['start_collectors'],
  load_balancer: ['check_load_balancer'],
  security_config: ['check_security'],
  data_connector: ['start_connectors', 'connector_status', 'last_events'],
  testing: ['rehearse'],
  orchestrator: ['prepare_local_site', 'show_local_site', 'end_local_site'],
  architecture_info: [],
}

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'clickstream-acting-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** A machine on which nothing was started yet. */
const machine = (): LocalProject => new LocalProject({ folder, reporter })

describe('who can act', () => {
  const all = new Set(Object.values(ACTING).flat())
  const toolsOf = async (local?: LocalProject): Promise<Record<string, string[]>> => {
    const seen: Record<string, string[]> = {}
    const model = ({ name, planner }: ModelRole): OfflineModel =>
      new OfflineModel((view) => {
        seen[name] = view.tools.filter((tool) => all.has(tool))
        return planner(view)
      })
    await say(createClickstreamOrchestrator({ model, ...(local !== undefined && { local }) }), SEED)
    return seen
  }

  test('GIVEN a conversation with a machine WHEN planned THEN each agent is offered the tools of its own steps, and none has acted', async () => {
    expect(await toolsOf(machine())).toEqual(ACTING)
    expect(readdirSync(folder)).toEqual([])
  })

  test('GIVEN a conversation without one WHEN planned THEN no agent is offered any of them', async () => {
    expect(Object.values(await toolsOf()).flat()).toEqual([])
  })
})

describe('a chat about this machine', () => {
  test.each(['why did the connector fail?', 'show me the last events in Iceberg'])(
    'GIVEN a plan and nothing that runs WHEN asked "%s" THEN that is the answer, and the plan keeps its contributions',
    async (turn) => {
      const orchestrator = createClickstreamOrchestrator({ local: machine() })
      const planned = await say(orchestrator, SEED)
      expect(planned.text).toContain('Or say "rehearse it"')
      const { contributions } = orchestrator
      const { calls, text, events } = await say(orchestrator, turn)
      expect([calls, text]).toEqual([
        ['data_connector', 'show_local_site'],
        'Nothing runs on this machine; say "rehearse it" to run the project here.',
      ])
      expect(events).toContainEqual({
        type: 'contribution',
        contribution: expect.objectContaining({
          agent: 'data-connector',
          text: 'nothing runs on this machine. say "rehearse it" to run the project here',
        }),
      })
      expect(orchestrator.contributions).toEqual(contributions)
    },
  )

  test('GIVEN nothing that runs WHEN it is to stop THEN it says so, in the language of the turn', async () => {
    const orchestrator = createClickstreamOrchestrator({ local: machine() })
    await say(orchestrator, SEED)
    expect(await say(orchestrator, 'stop it')).toMatchObject({
      calls: ['end_local_site'],
      text: 'Nothing ran on this machine.',
    })
    expect((await say(orchestrator, '停掉它')).text).toBe('本机没有运行任何东西。')
  })

  test('GIVEN open questions WHEN a rehearsal is wanted THEN nothing starts and the questions are asked', async () => {
    const orchestrator = createClickstreamOrchestrator({ local: machine() })
    const { calls, text } = await say(orchestrator, "cluster 'orders-prod' in Frankfurt, rehearse it")
    expect(calls).toEqual(['record_requirements'])
    expect(text).toMatch(
      /^Noted: [^\n]+\nA rehearsal needs the whole spec first\.\nOne thing is open:\n1\. Which S3 bucket/,
    )
    expect(readdirSync(folder)).toEqual([])
  })

  test('GIVEN no machine WHEN a rehearsal is wanted THEN the answer is where there is one', async () => {
    const orchestrator = createClickstreamOrchestrator()
    await say(orchestrator, SEED)
    const { calls, text } = await say(orchestrator, 'rehearse it')
    expect([calls, text]).toEqual([[], expect.stringContaining('`clickstream rehearse <folder>`')])
  })

  test('GIVEN a plan read from several turns WHEN an earlier one wants a rehearsal THEN nothing is started for it', async () => {
    const orchestrator = createClickstreamOrchestrator({ local: machine() })
    await orchestrator.plan([`${SEED}\nrehearse it`, 'make it 40k events per second'])
    expect(readdirSync(folder)).toEqual([])
  })
})
