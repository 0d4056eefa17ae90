import { describe, expect, test } from '@jest/globals'
import { capabilityOf, checkRegion, REGIONS } from '../../src/spec/index.js'
import { specWith } from './specs.js'

describe('region capabilities', () => {
  test('a usual region has no findings', () => {
    expect(checkRegion(specWith({ region: 'us-east-1' }))).toEqual([])
  })

  test.each(['cn-north-1', 'cn-northwest-1'])(
    '%s: what it lacks and what is not confirmed, by name and with a source',
    (region) => {
      const findings = checkRegion(specWith({ region }))
      expect(findings.map(({ severity, code, capability }) => `${severity} ${code} ${capability}`)).toEqual([
        'warning RegionUnconfirmed fargate-arm64',
        'warning RegionUnconfirmed msk-connect',
        'warning RegionUnconfirmed msk-topic',
        'warning RegionLacks public-ecr',
      ])
      for (const { message, source, hint } of findings)
        expect([message.includes(region), source.length > 0, (hint ?? '').length > 0]).toEqual([true, true, true])
    },
  )

  test('only what the spec uses is found', () => {
    const spec = specWith({
      region: 'cn-north-1',
      sinks: [],
      topicManagement: 'tool',
      collector: { tasks: { architecture: 'x86_64' } },
      platform: { imageMirror: '123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn/mirror' },
    })
    expect(checkRegion(spec)).toEqual([])
  })

  test('every entry has a source, for every region', () => {
    for (const { code } of REGIONS) expect(capabilityOf(code, 'msk-serverless').source).toContain('MSK Serverless')
    expect(capabilityOf('us-gov-west-1', 'msk-serverless').state).toBe('no')
    expect(capabilityOf('cn-north-1', 'fargate').state).toBe('yes')
    expect(capabilityOf('us-east-1', 'msk-topic').state).toBe('unknown')
  })
})
