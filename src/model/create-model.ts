import type { Model } from '@strands-agents/sdk'
import { ClickstreamError } from '../errors.js'
import type { Planner } from './offline/planner.js'

/** The models there are, by the names that `--model` takes. */
export const MODELS = ['offline'] as const
export type ModelName = (typeof MODELS)[number]

/** What a model is told of the agent that will use it. */
export interface ModelRole {
  readonly name: string
  /** The rules that the offline model follows; other models have the prompt. */
  readonly planner: Planner
}

/** Makes the model of one agent. */
export type ModelFactory = (role: ModelRole) => Model

/** @throws ClickstreamError `UnknownModel` for a name that is not in `MODELS`. */
export function checkModelName(name: string): ModelName {
  const known = MODELS.find((model) => model === name)
  if (known !== undefined) return known
  throw new ClickstreamError(`there is no model ${JSON.stringify(name)}`, {
    code: 'UnknownModel',
    hint: `use one of: ${MODELS.join(', ')}; the offline model needs no key and no network`,
    exitCode: 2,
  })
}

/**
 * The factory of models by provider's name; a provider's code is loaded here and nowhere else.
 *
 * @throws ClickstreamError `UnknownModel` for a name that is not in `MODELS`.
 */
export async function createModel(name: string = 'offline'): Promise<ModelFactory> {
  const load: Record<ModelName, () => Promise<ModelFactory>> = {
    offline: async () => {
      const { OfflineModel } = await import('./offline/offline-model.js')
      return ({ name: idPrefix, planner }) => new OfflineModel(planner, { idPrefix })
    },
  }
  return load[checkModelName(name)]()
}
