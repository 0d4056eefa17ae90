import type { Tool } from '@strands-agents/sdk'
import { z } from 'zod'
import { ClickstreamError } from '../../errors.js'
import type { LocalProject, LocalSummary } from '../local-project/local-project.js'
import { readySpec } from '../local-project/ready-spec.js'
import type { TakenStep } from '../local-project/step-text.js'
import { workspaceTool } from '../workspace-tool.js'

/** A connector in the words that a person needs. */
export interface ConnectorSummary {
  readonly name: string
  readonly running: boolean
  readonly state: string
  readonly cause?: string
  readonly hint?: string
}

/** What runs on this machine, and how its connectors are, where they can be asked. */
export interface LocalAnswer extends LocalSummary {
  readonly connectors?: readonly ConnectorSummary[]
}

/** What `end_local_site` answers. */
export interface EndAnswer {
  readonly processes: number
}

/** The orchestrator's own tools over the project on this machine; its steps belong to the specialists. */
export function localTools(local: LocalProject): Tool[] {
  return [
    workspaceTool({
      role: 'orchestrator',
      name: 'prepare_local_site',
      description:
        'Starts Kafka and S3 on this machine with nothing in them; ends what ran before. What single steps begin with; rehearse does it by itself.',
      inputSchema: z.object({}),
      run: async (workspace): Promise<{ steps: readonly TakenStep[] }> => {
        const steps = await local.prepare(readySpec(workspace))
        return { steps: steps.map(({ title, already, seconds, facts }) => ({ title, already, seconds, facts })) }
      },
    }),
    workspaceTool({
      role: 'orchestrator',
      name: 'show_local_site',
      description: 'What runs on this machine, how the connectors are, and what the last rehearsal came to.',
      inputSchema: z.object({}),
      run: async (): Promise<LocalAnswer> => {
        const summary = await local.summary()
        const connectors = summary.runs.length === 0 ? undefined : await connectorsOf(local)
        return { ...summary, ...(connectors !== undefined && { connectors }) }
      },
    }),
    workspaceTool({
      role: 'orchestrator',
      name: 'end_local_site',
      description: 'Ends everything that runs on this machine for this conversation.',
      inputSchema: z.object({}),
      run: async (workspace): Promise<EndAnswer> => {
        const { ready } = workspace.result()
        return { processes: await local.end(ready ? workspace.spec().name : undefined) }
      },
    }),
  ]
}

/** A worker that does not answer is the specialist's to explain. */
async function connectorsOf(local: LocalProject): Promise<ConnectorSummary[] | undefined> {
  try {
    return (await local.connectors()).map(({ name, running, connector, tasks }) => {
      const failed = [connector, ...tasks].find(({ state }) => state === 'FAILED')
      const { cause, hint } = failed?.cause ?? {}
      return {
        name,
        running,
        state: failed?.state ?? connector.state,
        ...(cause !== undefined && { cause }),
        ...(hint !== undefined && { hint }),
      }
    })
  } catch (error) {
    if (ClickstreamError.is(error)) return undefined
    throw error
  }
}
