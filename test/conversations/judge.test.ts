import { describe, expect, it } from '@jest/globals'
import type { DraftResult } from '../../src/spec/question.js'
import { judge } from './judge.js'

describe('judge', () => {
  it('counts what is right and names what is wrong, too much, or made up', () => {
    // GIVEN a conversation and a result that is wrong in every way
    const conversation = {
      name: 'example',
      turns: ['cluster a-kafka in Frankfurt', 'no Iceberg'],
      expect: { region: 'eu-central-1', 'kafka.cluster': 'a-kafka', 'sinks[s3-json].prefix': 'raw' },
      absent: ['sinks[iceberg]', 'account'],
      ready: false,
      questions: ['bucket'],
      origins: { region: 'said' as const },
    }
    const result: DraftResult = {
      spec: {
        region: 'eu-central-1',
        kafka: { cluster: 'b-kafka', auth: 'iam' },
        sinks: [
          { type: 'iceberg', table: 'clicks' },
          { type: 's3-json', prefix: 'raw' },
        ],
      },
      provenance: {
        region: { origin: 'derived', formula: 'Frankfurt' },
        'kafka.cluster': { origin: 'said', quote: 'b-kafka' },
        'kafka.auth': { origin: 'said', quote: 'no' },
        'sinks.0.type': { origin: 'said', quote: 'Iceberg' },
        'sinks.1.type': { origin: 'said', quote: 'cluster' },
        'sinks.1.prefix': { origin: 'default' },
      },
      questions: [{ path: 'name', text: 'What is its name?' }],
      ready: false,
    }

    // WHEN
    const verdict = judge(conversation, result)

    // THEN
    expect(verdict).toEqual({
      right: 4,
      total: 9,
      misses: [
        'kafka.cluster: "b-kafka" instead of "a-kafka"',
        'sinks[iceberg]: there is sinks.0.type = "iceberg"',
        'origin of region: "derived" instead of "said"',
        'no question about bucket',
        'a question too many: name',
      ],
      invented: [
        'kafka.cluster: the quote "b-kafka" is in no turn',
        'kafka.auth = "iam", from "no"',
        'sinks.0.type = "iceberg", from "Iceberg"',
      ],
    })
  })
})
