import { z } from 'zod'
import { inputSchema } from './input-schema.js'

/** The JSON Schema (draft 2020-12) of `clickstream.yaml` for editors; required is only what has no default. */
export function specJsonSchema(): Record<string, unknown> {
  const schema = z.toJSONSchema(inputSchema, { target: 'draft-2020-12', io: 'input' }) as Record<string, unknown> & {
    properties: Record<string, Record<string, unknown>>
  }
  const kafka = schema.properties['kafka'] ?? {}
  return {
    ...schema,
    title: 'clickstream.yaml',
    description:
      'What a clickstream ingestion should be. Required: region, kafka.cluster and one bucket; everything else has a default.',
    properties: { ...schema.properties, kafka: { ...kafka, required: ['cluster'] } },
    required: ['region', 'kafka'],
    anyOf: [{ required: ['sinks'] }, { required: ['backup'] }],
    examples: [{ region: 'us-east-1', kafka: { cluster: 'orders-prod' }, backup: { bucket: 'my-data-bucket' } }],
  }
}
