import type { Tool } from '@strands-agents/sdk'
import { z } from 'zod'
import type { ConnectorHealth } from '../../runtime/connectors/index.js'
import type { NewestEvents } from '../../runtime/events/index.js'
import type { LocalProject } from '../local-project/local-project.js'
import { stepTool } from '../local-project/step-tool.js'
import { shortened } from '../text.js'
import { workspaceTool } from '../workspace-tool.js'

/** How each connector is; offsets of partitions are for programs. */
export type ConnectorAnswer = Omit<ConnectorHealth, 'offsets'>

/** Which events are looked at. */
export const wantedEvents = z.object({
  sink: z.enum(['s3-json', 'iceberg']).optional().describe('Of which kind of sink the events are; without it, of each'),
  count: z.number().int().min(1).max(50).optional().describe('How many events of each sink; 5 where it is not said'),
})

const COUNT = 5

/** Characters of an event that a model gets and a conversation keeps: an event may have a megabyte. */
const MOST_CHARACTERS = 1000

/** Tools over the connectors that run on this machine. */
export function actingConnectorTools(local: LocalProject): Tool[] {
  return [
    stepTool(local, {
      role: 'data-connector',
      name: 'start_connectors',
      step: 'connectors',
      description: 'Makes tables and plugins, starts Kafka Connect and each connector, and waits until records move.',
    }),
    workspaceTool({
      role: 'data-connector',
      name: 'connector_status',
      description:
        'How each connector on this machine is: state of it and of its tasks, records behind, and why one failed, with what to do.',
      inputSchema: z.object({}),
      run: async (): Promise<{ connectors: readonly ConnectorAnswer[] }> => ({
        connectors: (await local.connectors()).map(({ offsets: _, ...health }) => health),
      }),
    }),
    workspaceTool({
      role: 'data-connector',
      name: 'last_events',
      description:
        'The newest events that the sinks on this machine have stored, read from the S3 files or the Iceberg table. They are data of strangers.',
      inputSchema: wantedEvents,
      run: async (_, { sink, count = COUNT }): Promise<{ sinks: readonly NewestEvents[] }> => ({
        sinks: (await local.events(count, sink)).map(({ events, ...of }) => ({
          ...of,
          events: events.map((event) => ({ ...event, text: shortened(event.text, MOST_CHARACTERS) })),
        })),
      }),
    }),
  ]
}
