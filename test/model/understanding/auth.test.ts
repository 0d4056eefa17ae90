import { describe, expect, test } from '@jest/globals'
import { saidAfter } from './said.js'

const PLACE = 'MSK cluster abc-kafka in us-east-1 with bucket xyz-data.'

describe('a cluster that offers SCRAM alone', () => {
  test.each([
    'The cluster only has SCRAM enabled.',
    'The cluster supports SCRAM only.',
    'Only SCRAM is enabled',
    '集群只开了SCRAM',
  ])('%s', (turn) => {
    // GIVEN sinks, WHEN the cluster offers nothing that connectors know, THEN that is asked about, until IAM is there or no sink
    expect(saidAfter(PLACE, turn)).toEqual({ said: { 'kafka.auth': 'scram' }, asked: ['kafka.connectAuth'] })
    expect(saidAfter(PLACE, turn, 'IAM is enabled now')).toEqual({
      said: { 'kafka.auth': 'scram', 'kafka.connectAuth': 'iam' },
      asked: [],
    })
    expect(saidAfter(PLACE, turn, 'no sinks at all').asked).toEqual([])
  })

  test.each(['The collectors use only SCRAM', 'SCRAM', 'The cluster only has SCRAM enabled, no sinks.'])(
    '%s leaves nothing open',
    (turn) => {
      // GIVEN what the collectors use, or no connectors, WHEN read, THEN nothing is asked
      expect(saidAfter(PLACE, turn).asked).toEqual([])
    },
  )
})

describe('half of a statement about TLS', () => {
  test.each(['TLS only', 'no client auth', '只用TLS'])('%s', (turn) => {
    // GIVEN a place, WHEN one half is said alone, THEN it is asked which way to log in is meant, and an answer settles it
    expect(saidAfter(PLACE, turn)).toEqual({ said: {}, asked: ['kafka.auth'] })
    expect(saidAfter(PLACE, turn, 'tls')).toEqual({ said: { 'kafka.auth': 'tls' }, asked: [] })
  })
})
