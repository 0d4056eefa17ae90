import type { Problem } from '../../errors.js'
import { HEALTH_PATH } from '../container-facts.js'
import type { Spec } from '../schema.js'

/** Paths that the collector answers itself: the health check, and the answer that nginx gives in Vector's name. */
const RESERVED = { 'nginx-lua': [HEALTH_PATH], 'nginx-vector': [HEALTH_PATH, '/accepted'] } as const

/** Paths for events that the collector needs for itself. */
export function collectorRules({ collector }: Spec): Problem[] {
  const reserved: readonly string[] = RESERVED[collector.solution]
  return collector.paths
    .filter((path) => reserved.includes(path))
    .map((path) => ({
      code: 'ReservedPath',
      path: 'collector.paths',
      message: `collector.paths holds ${path}, which the collector answers itself`,
      hint: 'choose another path for events, such as /collect',
    }))
}
