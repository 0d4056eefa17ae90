export type { AgentEvent, Contribution } from './events.js'
export type { Json } from './json.js'
export { LocalProject, type LocalProjectOptions } from './local-project/local-project.js'
export type { GeneratedProject, GenerateOptions } from './orchestrator/generate.js'
export {
  ClickstreamOrchestrator,
  createClickstreamOrchestrator,
  type OrchestratorOptions,
  resumeClickstreamOrchestrator,
  type SayOptions,
  type SessionState,
} from './orchestrator/orchestrator.js'
export { PlanResult } from './orchestrator/plan-result.js'
export { ROLES, SPECIALISTS, type Role, type SpecialistRole } from './role.js'
