import { Model } from '@strands-agents/sdk'
import type { BaseModelConfig, Message, ModelStreamEvent, StreamOptions } from '@strands-agents/sdk'
import type { Planner, PlannerStep } from './planner.js'
import { userTurns, viewOf } from './view.js'

export interface OfflineModelConfig extends BaseModelConfig {
  /** Begins every tool call's id, so that ids differ between agents: letters, digits, `_` and `-`. @default 'tool' */
  idPrefix?: string

  /** Characters of a text delta: what a terminal shows at a time. @default 24 */
  deltaLength?: number
}

/** A model of rules instead of weights: needs no key and no network, and the same messages always give the same events. */
export class OfflineModel extends Model<OfflineModelConfig> {
  private readonly _planner: Planner
  private _config: OfflineModelConfig

  constructor(planner: Planner, config: OfflineModelConfig = {}) {
    super()
    this._planner = planner
    // The context window is not limited; naming a number keeps the SDK from warning that it does not know one.
    this._config = { modelId: 'offline', contextWindowLimit: 1_000_000, ...config }
  }

  override updateConfig(config: OfflineModelConfig): void {
    this._config = { ...this._config, ...config }
  }

  override getConfig(): OfflineModelConfig {
    return this._config
  }

  /** @throws Error when the caller forces a tool that the planner does not call, or the signal is aborted. */
  override async *stream(messages: Message[], options: StreamOptions = {}): AsyncGenerator<ModelStreamEvent> {
    options.cancelSignal?.throwIfAborted()
    const step = this._planner(viewOf(messages, options))
    obey(step, options.toolChoice)
    let written = 0

    yield { type: 'modelMessageStartEvent', role: 'assistant' }
    if (step.text !== undefined && step.text !== '') {
      yield { type: 'modelContentBlockStartEvent' }
      for (const text of deltas(step.text, this._config.deltaLength ?? 24)) {
        options.cancelSignal?.throwIfAborted()
        written += text.length
        yield { type: 'modelContentBlockDeltaEvent', delta: { type: 'textDelta', text } }
      }
      yield { type: 'modelContentBlockStopEvent' }
    }
    const calls = step.kind === 'call' ? step.calls : []
    for (const [index, call] of calls.entries()) {
      const toolUseId = `${this._config.idPrefix ?? 'tool'}-${userTurns(messages)}-${messages.length}-${index}`
      const input = JSON.stringify(call.input)
      written += input.length
      yield { type: 'modelContentBlockStartEvent', start: { type: 'toolUseStart', name: call.name, toolUseId } }
      yield { type: 'modelContentBlockDeltaEvent', delta: { type: 'toolUseInputDelta', input } }
      yield { type: 'modelContentBlockStopEvent' }
    }
    yield { type: 'modelMessageStopEvent', stopReason: calls.length > 0 ? 'toolUse' : 'endTurn' }

    const inputTokens = await this.countTokens(messages)
    // Four characters a token: the usual rule of thumb; nothing is billed by it here.
    const outputTokens = Math.ceil(written / 4)
    const usage = { inputTokens, outputTokens, totalTokens: inputTokens + outputTokens }
    yield { type: 'modelMetadataEvent', usage, metrics: { latencyMs: 0 } }
  }
}

function obey(step: PlannerStep, choice: StreamOptions['toolChoice']): void {
  if (choice === undefined || 'auto' in choice) return
  const called = step.kind === 'call' ? step.calls.map(({ name }) => name) : []
  const wanted = 'tool' in choice ? choice.tool.name : undefined
  if (called.length === 0 || (wanted !== undefined && !called.includes(wanted))) {
    throw new Error(`the offline planner does not call ${wanted ?? 'a tool'} here, which was forced`)
  }
}

function* deltas(text: string, length: number): Generator<string> {
  // By code points: a Chinese character or an emoji is never cut in half.
  const points = [...text]
  for (let start = 0; start < points.length; start += length) yield points.slice(start, start + length).join('')
}
