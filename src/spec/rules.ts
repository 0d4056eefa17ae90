import type { Problem } from '../errors.js'
import type { EnvironmentLock } from './lock.js'
import { authRules } from './rules/auth.js'
import { collectorRules } from './rules/collector.js'
import { endpointRules } from './rules/endpoint.js'
import { loadRules } from './rules/load.js'
import { placeRules } from './rules/place.js'
import { sinkRules } from './rules/sinks.js'
import { topicRules } from './rules/topics.js'
import type { Spec } from './schema.js'

/** Everything across fields that makes a spec impossible to deploy, all at once; each with its path, the wrong value and the way out. */
export function checkSpec(spec: Spec, lock?: EnvironmentLock): Problem[] {
  return [authRules, collectorRules, loadRules, topicRules, sinkRules, placeRules, endpointRules].flatMap((rules) =>
    rules(spec, lock),
  )
}
