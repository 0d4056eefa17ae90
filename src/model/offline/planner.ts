import type { JSONValue } from '@strands-agents/sdk'

/** One tool's answer, as the model sees it. */
export interface ToolOutcome {
  readonly tool: string
  readonly ok: boolean
  readonly text: string
  /** The answer as data, where the tool gave data. */
  readonly json?: JSONValue
}

/** All that a planner sees: the same that a language model would be sent, taken apart. */
export interface PlannerView {
  readonly systemPrompt: string
  /** What the newest user message says. */
  readonly userText: string
  /** Answers of the tools since that message, oldest first. */
  readonly results: readonly ToolOutcome[]
  /** Names of the tools on offer. */
  readonly tools: readonly string[]
  /** The tool that must be called now, if one must. */
  readonly forcedTool?: string
}

export interface ToolCall {
  readonly name: string
  readonly input: JSONValue
}

/** What to do next: say something and stop, or call tools and look again. */
export type PlannerStep =
  | { readonly kind: 'say'; readonly text: string }
  | { readonly kind: 'call'; readonly calls: readonly ToolCall[]; readonly text?: string }

/** One role's rules in place of a language model: no clock, no chance, nothing but the view. */
export type Planner = (view: PlannerView) => PlannerStep
