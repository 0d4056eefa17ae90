import { tool } from '@strands-agents/sdk'
import type { InvokableTool, JSONValue } from '@strands-agents/sdk'
import { ClickstreamError } from '../errors.js'
import type { z } from 'zod'
import { plain } from './json.js'
import type { Role } from './role.js'
import { Workspace } from './workspace.js'

export interface WorkspaceToolOptions<Input extends z.ZodType> {
  readonly role: Role
  readonly name: string
  readonly description: string
  readonly inputSchema: Input
  /** The work; what it returns goes to the model as JSON and into the agent's contribution. */
  readonly run: (workspace: Workspace, input: z.infer<Input>) => unknown
}

/** A tool over the conversation's workspace; errors reach the model with their hint, so that it can say what to do. */
export function workspaceTool<Input extends z.ZodType>(
  options: WorkspaceToolOptions<Input>,
): InvokableTool<z.infer<Input>, JSONValue> {
  const { role, name, description, inputSchema, run } = options
  return tool({
    name,
    description,
    inputSchema,
    callback: async (input, context): Promise<JSONValue> => {
      const workspace = Workspace.from(context?.invocationState ?? {})
      try {
        const answer = plain(await run(workspace, input))
        workspace.note(role, name, answer)
        return answer
      } catch (error) {
        if (!ClickstreamError.is(error)) {
          workspace.fault = error
          throw error
        }
        throw new Error(told(error), { cause: error })
      }
    },
  })
}

/** An error in the words that a model gets: what it lists counts where the hint does not say it already. */
function told({ message, problems, hint = '' }: ClickstreamError): string {
  const listed = problems.map((problem) => problem.message).filter((problem) => !hint.includes(problem))
  return [listed.length === 0 ? message : `${message} (${listed.join('; ')})`, ...(hint === '' ? [] : [hint])].join(
    '. ',
  )
}
