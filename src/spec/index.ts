export { AUTH_MODES } from './defaults/kafka.js'
export { SpecDraft, type DraftState, type SpecDraftOptions, type Statement } from './draft.js'
export { FARGATE_CPU, isFargatePair, memoryOf, type FargateCpu } from './fargate-sizes.js'
export { NEEDS, type Need } from './intent.js'
export { specJsonSchema } from './json-schema.js'
export { choicesOf, expectationOf, leafSchemasAt } from './leaf-schema.js'
export { clusterKind } from './cluster-kind.js'
export { loadLock, LOCK_FILE, lockSchema, readLock, type EnvironmentLock } from './lock.js'
export { parseArn, type ArnParts } from './arn.js'
export { leavesOf, type Fact } from './paths.js'
export { describePath } from './problems.js'
export type { Origin, Provenance, ProvenanceMap } from './provenance.js'
export type { DraftResult, Question } from './question.js'
export {
  CAPABILITIES_AS_OF,
  capabilityOf,
  checkRegion,
  type Capability,
  type CapabilityFact,
  type RegionFinding,
} from './region-capabilities.js'
export { partitionOf, REGIONS, type Region } from './regions.js'
export { resolveSpec, type KnownSpec, type ResolvedSpec } from './resolve.js'
export { checkSpec } from './rules.js'
export {
  LOG_RETENTION_DAYS,
  specSchema,
  type IcebergSinkSpec,
  type Leaf,
  type PartialSpec,
  type S3JsonSinkSpec,
  type Scalar,
  type SinkSpec,
  type Solution,
  type Spec,
  type TopicSpec,
} from './schema.js'
export {
  connectorCapacityFor,
  connectorTasksFor,
  DEFAULT_LOAD,
  eventsPerVcpu,
  FARGATE_DISK_GIB,
  outageDiskGiBFor,
  partitionsFor,
  PEAK_FACTOR,
  peakFor,
  requestsPerTask,
  retentionHoursFor,
  tasksFor,
  type ConnectorCapacity,
  type Load,
  type Sized,
  type TaskSizes,
} from './sizing.js'
export { recommendSolution, type SolutionAdvice, type SolutionWishes } from './solution-rule.js'
export { loadSpec, loadSpecFile, parseSpecText, type LoadedSpec, type LoadedSpecFile } from './spec-file.js'
export { renderSpec, saveSpec, type SaveOptions } from './spec-save.js'
