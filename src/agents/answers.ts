import type { PlannerStep, PlannerView, ToolCall, ToolOutcome } from '../model/offline/planner.js'

/** The newest answer of a tool as the type that the tool gives; undefined where it was not called or failed. */
export function answerOf<T>(results: readonly ToolOutcome[], tool: string): T | undefined {
  return results.findLast((result) => result.tool === tool && result.ok)?.json as T | undefined
}

/**
 * The steps that most specialists take: call the tools once, then say what they answered. A tool that failed is reported in its
 * own words, because asking it again would give the same.
 */
export function callThenSay(view: PlannerView, calls: readonly ToolCall[], say: () => string): PlannerStep {
  if (view.results.length === 0 && calls.length > 0) return { kind: 'call', calls }
  const failed = view.results.find(({ ok }) => !ok)
  return { kind: 'say', text: failed === undefined ? say() : failed.text.replace(/^Error: /, '') }
}
