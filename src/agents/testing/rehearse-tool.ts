import type { Tool } from '@strands-agents/sdk'
import { z } from 'zod'
import type { LocalProject } from '../local-project/local-project.js'
import { readySpec } from '../local-project/ready-spec.js'
import { workspaceTool } from '../workspace-tool.js'

/** What a rehearsal is to be like. */
export const wantedRehearsal = z.object({
  events: z.number().int().min(1).max(1_000_000).optional().describe('Events to send; 2000 where it is not said'),
  rate: z.number().int().min(1).max(20_000).optional().describe('Events a second at most; 500 where it is not said'),
})

/** Enough for several flushes and commits of each sink, in seconds. */
const EVENTS = 2000
const RATE = 500

export function rehearseTool(local: LocalProject): Tool {
  return workspaceTool({
    role: 'testing',
    name: 'rehearse',
    description:
      'Runs the whole project on this machine with nothing left over from before, sends marked events and accounts for each in every sink; leaves it running.',
    inputSchema: wantedRehearsal,
    run: (workspace, { events = EVENTS, rate = RATE }) => local.rehearse(readySpec(workspace), { events, rate }),
  })
}
