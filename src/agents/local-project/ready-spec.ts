import type { EnvironmentLock, ProvenanceMap, Spec } from '../../spec/index.js'
import type { Workspace } from '../workspace.js'

/** A spec without open questions, with all that its project is rendered from. */
export interface ReadySpec {
  readonly spec: Spec
  readonly provenance: ProvenanceMap
  readonly lock?: EnvironmentLock
}

/** @throws ClickstreamError `SpecNotReady` while questions are open. */
export function readySpec(workspace: Workspace): ReadySpec {
  const { lock } = workspace
  return {
    spec: workspace.spec(),
    provenance: workspace.result().provenance,
    ...(lock !== undefined && { lock }),
  }
}
