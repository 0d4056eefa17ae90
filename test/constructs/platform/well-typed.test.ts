import { describe, expect, test } from '@jest/globals'
import { Duration, Lazy } from 'aws-cdk-lib/core'
import { Construct } from 'constructs'
import { problemsAt } from '../../../src/constructs/platform/check-props.js'
import { like, wellTyped, type PropTypes } from '../../../src/constructs/platform/well-typed.js'
import { testStack } from '../support.js'

interface Props {
  readonly name: string
  readonly vpc: { readonly vpcId: string }
  readonly topics: readonly string[]
  readonly cpu?: number
  readonly spot?: boolean
  readonly flush?: Duration
  readonly architecture?: 'arm64' | 'x86_64'
}

const TYPES: PropTypes<Props> = {
  required: { name: 'text', vpc: like('an ec2.IVpc', 'vpcId'), topics: 'list' },
  optional: { cpu: 'number', spot: 'boolean', flush: 'duration', architecture: ['arm64', 'x86_64'] },
}

const GOOD: Props = { name: 'web', vpc: { vpcId: 'vpc-1' }, topics: ['app_logs'] }

function typed(props: object): { fit: Props; problems: unknown[] } {
  const construct = new Construct(testStack(), 'It')
  const fit = wellTyped(construct, props as Props, TYPES)
  return { fit, problems: problemsAt(construct).map(({ code, message, hint }) => [code, message, hint]) }
}

describe('props of callers whose compiler has not checked them', () => {
  test('GIVEN right types, absent options and tokens WHEN checked THEN they are what they were', () => {
    const complete = { ...GOOD, cpu: 256, spot: false, flush: Duration.minutes(1), architecture: 'x86_64' }
    const tokens = { ...GOOD, name: Lazy.string({ produce: () => 'x' }), cpu: Lazy.number({ produce: () => 1 }) }
    for (const props of [GOOD, complete, { ...GOOD, cpu: undefined }, tokens]) {
      expect(typed(props)).toEqual({ fit: props, problems: [] })
    }
    const list = Lazy.list({ produce: () => ['x'] })
    expect(typed({ ...GOOD, topics: list, vpc: { vpcId: 1 } }).problems).toEqual([])
  })

  test('GIVEN many wrong types WHEN checked THEN all are reported with value and way out, and construction goes on', () => {
    expect(
      typed({ ...GOOD, name: 7, topics: 'app_logs', cpu: '1024', spot: 'yes', flush: 60, architecture: 'arm' }),
    ).toEqual({
      fit: { name: 'refused', vpc: GOOD.vpc, topics: [] },
      problems: [
        ['WrongType', 'cpu is "1024"', 'give a number'],
        ['WrongType', 'spot is "yes"', 'give true or false'],
        ['WrongType', 'flush is 60', 'give a Duration'],
        ['WrongType', 'architecture is "arm"', 'give one of arm64, x86_64'],
        ['WrongType', 'name is 7', 'give a text'],
        ['WrongType', 'topics is "app_logs"', 'give a list'],
      ],
    })
    expect(typed({ ...GOOD, cpu: NaN }).problems).toEqual([['WrongType', 'cpu is NaN', 'give a number']])
  })

  test('GIVEN no object where one is needed WHEN checked THEN one error has everything, because nothing can take its place', () => {
    expect(() => typed({ vpc: 'vpc-0a1b', topics: [], cpu: true })).toThrow(
      expect.objectContaining({
        code: 'WrongType',
        problems: [
          { code: 'WrongType', message: 'cpu is true', hint: 'give a number', path: 'Test/It' },
          { code: 'MissingProp', message: 'name is missing', hint: 'give a text', path: 'Test/It' },
          { code: 'WrongType', message: 'vpc is "vpc-0a1b"', hint: 'give an ec2.IVpc', path: 'Test/It' },
        ],
      }),
    )
  })
})
