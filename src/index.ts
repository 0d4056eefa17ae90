export * from './agents/index.js'
export {
  ClickstreamError,
  type ClickstreamErrorOptions,
  type ErrorSource,
  type ExitCode,
  type Place,
  type Problem,
} from './errors.js'
export { MODELS, type ModelFactory, type ModelName, type ModelRole } from './model/create-model.js'
export type { Planner, PlannerStep, PlannerView, ToolCall, ToolOutcome } from './model/offline/planner.js'
export type { DraftResult, PartialSpec, Provenance, ProvenanceMap, Question, Spec } from './spec/index.js'
