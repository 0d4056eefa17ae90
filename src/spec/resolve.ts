import type { Problem } from '../errors.js'
import { generalBucket } from './defaults/bucket.js'
import { fillCollector, fillLoad, fillSolution } from './defaults/collector.js'
import { fillKafka } from './defaults/kafka.js'
import { fillPlace } from './defaults/place.js'
import { fillRest } from './defaults/rest.js'
import { fillSinks, layOutSinks } from './defaults/sinks.js'
import { fillTopicNames, fillTopicSizes, topicShare } from './defaults/topics.js'
import { Known } from './known.js'
import type { EnvironmentLock } from './lock.js'
import { invalidSpec, problemsOf } from './problems.js'
import { assemble, closeUp, leavesOf, type Fact, type Facts } from './paths.js'
import type { ProvenanceMap } from './provenance.js'
import { specSchema, type PartialSpec, type Spec } from './schema.js'

/** Known parts of a spec; a leaf without provenance counts as read from a file. */
export interface KnownSpec {
  readonly spec: PartialSpec
  readonly provenance?: ProvenanceMap
}

/** A complete spec with one entry of provenance per leaf. */
export interface ResolvedSpec {
  readonly spec: Spec
  readonly provenance: ProvenanceMap
}

/** The leaves of a known spec with their provenance. */
export function factsOf(known: KnownSpec): Facts {
  return new Map(
    leavesOf(known.spec).map(([path, value]) => [
      path,
      { value, provenance: known.provenance?.[path] ?? { origin: 'file' } },
    ]),
  )
}

/**
 * Fills in every default (DESIGN section 5); a list of sinks that is known is exact. Pure.
 * Throws `MissingValue` (exit code 3) with all that is missing: region, kafka.cluster, a bucket.
 */
export function resolveSpec(known: KnownSpec, lock?: EnvironmentLock): ResolvedSpec {
  return resolveFacts(factsOf(known), {
    exactSinks: known.spec.sinks !== undefined,
    ...(lock !== undefined && { lock }),
  })
}

/** What still has to be said before anything can be resolved. */
export function missingOf(known: Known): Problem[] {
  const missing: Problem[] = []
  const add = (path: string, message: string, hint: string) =>
    missing.push({ code: 'MissingValue', path, message, hint })
  if (known.fact('region') === undefined) add('region', 'region is missing', 'write, for example, region: us-east-1')
  if (known.fact('kafka.cluster') === undefined) {
    add(
      'kafka.cluster',
      'kafka.cluster is missing',
      'write the name or ARN of the MSK cluster, for example kafka: { cluster: orders-prod }',
    )
  }
  if (generalBucket(known) === undefined) {
    const path = known.fact('sinks') === undefined ? 'sinks.0.bucket' : 'backup.bucket'
    add(
      path,
      'no bucket is named',
      'write, for example, backup: { bucket: my-data-bucket }; sinks without a bucket use it too',
    )
  }
  return missing
}

/** The facts that hold before defaults: places read from ARNs, sinks in order with the bucket they share. */
export function prepareFacts(facts: ReadonlyMap<string, Fact>, options: ResolveOptions = {}): Known {
  const known = new Known(new Map(facts), options.lock)
  fillPlace(known)
  layOutSinks(known, options.exactSinks ?? false)
  return known
}

export interface ResolveOptions {
  readonly lock?: EnvironmentLock
  /** Whether no sinks are added to those that are known. @default false */
  readonly exactSinks?: boolean
}

/** As `resolveSpec`, from facts that may hold `intent.…` paths. */
export function resolveFacts(facts: ReadonlyMap<string, Fact>, options: ResolveOptions = {}): ResolvedSpec {
  const known = prepareFacts(facts, options)
  const missing = missingOf(known)
  if (missing.length > 0) throw invalidSpec(missing)
  const load = fillLoad(known)
  const solution = fillSolution(known, load)
  fillCollector(known, load, solution)
  fillKafka(known, solution)
  closeUp(known.facts)
  fillTopicNames(known)
  fillTopicSizes(known, load)
  fillSinks(known, load, topicShare(known))
  fillRest(known)
  return finish(known.facts)
}

function finish(facts: Facts): ResolvedSpec {
  const parsed = specSchema.safeParse({ platform: {}, tags: {}, ...assemble(facts) })
  if (!parsed.success) throw invalidSpec(problemsOf(parsed.error.issues, assemble(facts)))
  const provenance = Object.fromEntries(
    leavesOf(parsed.data).map(([path]) => [path, facts.get(path)?.provenance ?? { origin: 'default' as const }]),
  )
  return { spec: parsed.data, provenance }
}
