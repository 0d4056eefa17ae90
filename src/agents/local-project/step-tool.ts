import type { Tool } from '@strands-agents/sdk'
import { z } from 'zod'
import type { StepId } from '../../workflow/step.js'
import type { Role } from '../role.js'
import { workspaceTool } from '../workspace-tool.js'
import type { LocalProject } from './local-project.js'
import { readySpec } from './ready-spec.js'
import type { TakenStep } from './step-text.js'

export interface StepToolOptions {
  readonly role: Role
  readonly name: string
  readonly step: StepId
  readonly description: string
}

/** A tool that takes one step of the workflow on this machine, and nothing else; its gate is the workflow's. */
export function stepTool(local: LocalProject, { role, name, step, description }: StepToolOptions): Tool {
  return workspaceTool({
    role,
    name,
    description: `${description} On this machine only; refuses where what the step needs does not hold.`,
    inputSchema: z.object({}),
    run: async (workspace): Promise<TakenStep> => {
      const { title, already, seconds, facts } = await local.take(readySpec(workspace), step)
      return { title, already, seconds, facts }
    },
  })
}
