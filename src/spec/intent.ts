import { z } from 'zod'
import { field } from './fields.js'
import type { Fact } from './paths.js'

/** What somebody wants of a collector; the solution rule weighs these. */
export const NEEDS = ['latency', 'throughput', 'filtering', 'enrichment', 'transformation'] as const
export type Need = (typeof NEEDS)[number]

/** What people say that is no field of the spec but decides defaults; the keys follow `intent.`. */
export const intentSchema = z.strictObject({
  bucket: field.bucket,
  without: field.list(z.enum(['s3-json', 'iceberg']), 0, 2, 'Sinks that are not wanted'),
  needs: field.list(z.enum(NEEDS), 0, NEEDS.length, 'What matters most'),
  'average.count': z
    .number()
    .positive()
    .max(1e18)
    .meta({ description: 'Number of events', examples: [2_000_000_000] }),
  'average.seconds': z
    .number()
    .positive()
    .max(1e9)
    .meta({ description: 'Seconds in which they come', examples: [86_400] }),
  peakFactor: z
    .number()
    .min(1)
    .max(1000)
    .meta({ description: 'Peak divided by average', examples: [3] }),
})

/** What the `intent.…` facts say, typed. */
export interface Intent {
  readonly bucket?: Fact<string>
  readonly without: readonly SinkType[]
  readonly needs: readonly Need[]
  readonly average?: { readonly count: number; readonly seconds: number; readonly quote?: string }
  readonly peakFactor?: number
}
type SinkType = 's3-json' | 'iceberg'

/** Reads the `intent.…` facts; an average needs both its count and its seconds. */
export function intentOf(facts: ReadonlyMap<string, Fact>): Intent {
  const value = (key: string) => facts.get(`intent.${key}`)?.value
  const count = value('average.count') as number | undefined
  const seconds = value('average.seconds') as number | undefined
  const quote = facts.get('intent.average.count')?.provenance.quote
  const bucket = facts.get('intent.bucket') as Fact<string> | undefined
  const peakFactor = value('peakFactor') as number | undefined
  return {
    ...(bucket !== undefined && { bucket }),
    without: (value('without') as SinkType[] | undefined) ?? [],
    needs: (value('needs') as Need[] | undefined) ?? [],
    ...(count !== undefined &&
      seconds !== undefined && { average: { count, seconds, ...(quote !== undefined && { quote }) } }),
    ...(peakFactor !== undefined && { peakFactor }),
  }
}
