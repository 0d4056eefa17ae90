import { z } from 'zod'
import type { Planner } from '../../model/offline/planner.js'
import { answerOf, callThenSay } from '../answers.js'
import { taskInput, taskPrompt } from '../task.js'

const request = z.string().max(2000).optional().describe('What to look at in particular, in words')

/** What a specialist is asked that can only plan. */
export const planningTask = z.object({ request })

/** What a specialist is asked that can act on this machine too: `do` names the tool. */
export function actingTask(
  tools: readonly [string, ...string[]],
): z.ZodObject<{ request: typeof request; do: z.ZodOptional<z.ZodEnum<Record<string, string>>> }> {
  return z.object({
    request,
    do: z.enum(tools).optional().describe('What to do on this machine; without it the answer is a plan'),
  })
}

/** Whether a task is to act; what comes of it is no part of the plan. */
export function isToAct(task: object): boolean {
  return 'do' in task && task.do !== undefined
}

/** A task as the specialist's first message; `plan` is what it is asked without an own request. */
export function taskText(task: { readonly request?: string | undefined }, plan: string): string {
  const usual = isToAct(task) ? 'Do what is named here on this machine, and say what came of it.' : plan
  return taskPrompt(task.request ?? usual, task)
}

/** Calls the acting tool that the task names, then says what it answered; without one, plans. */
export function actOr(plan: Planner, texts: Readonly<Record<string, (answer: never) => string>>): Planner {
  return (view) => {
    const { do: tool, request: _, ...input } = taskInput<{ do: string; request: string }>(view.userText)
    if (tool === undefined || !view.tools.includes(tool)) return plan(view)
    return callThenSay(view, [{ name: tool, input }], () => {
      const answer = answerOf<never>(view.results, tool)
      return answer === undefined ? '' : (texts[tool]?.(answer) ?? '')
    })
  }
}
