import { expect, test } from '@jest/globals'
import { Evaluator, referencesIn } from '../../src/site/assembly/evaluate.js'

const TEMPLATE = {
  Parameters: { Given: {}, Default: { Default: 'by default' }, Missing: {} },
  Resources: { Topic: { Type: 'AWS::SNS::Topic' } },
}
const evaluator = new Evaluator(TEMPLATE, { Given: 'a/b/c', 'AWS::Region': 'eu-west-1' })

test('GIVEN each function of our templates WHEN evaluated THEN it gives what CloudFormation gives', () => {
  const value = {
    parameter: { Ref: 'Given' },
    byDefault: { Ref: 'Default' },
    pseudo: { Ref: 'AWS::Region' },
    resource: { Ref: 'Topic' },
    attribute: { 'Fn::GetAtt': ['Topic', 'TopicArn'] },
    part: { 'Fn::Select': [2, { 'Fn::Split': ['/', { Ref: 'Given' }] }] },
    joined: { 'Fn::Join': ['-', ['x', { Ref: 'Given' }, 1]] },
    substituted: { 'Fn::Sub': 'in ${AWS::Region}: ${Given} ${!Literal} ${Topic.Arn}' },
    ownNames: { 'Fn::Sub': ['${name}!', { name: { Ref: 'Given' } }] },
    encoded: { 'Fn::Base64': 'hello' },
    plain: [1, true, null, { Ref: 'Given', more: 'is no function' }],
  }

  expect(evaluator.value(value)).toEqual({
    parameter: 'a/b/c',
    byDefault: 'by default',
    pseudo: 'eu-west-1',
    resource: 'Topic',
    attribute: 'Topic.TopicArn',
    part: 'c',
    joined: 'x-a/b/c-1',
    substituted: 'in eu-west-1: a/b/c ${Literal} Topic.Arn',
    ownNames: 'a/b/c!',
    encoded: 'aGVsbG8=',
    plain: [1, true, null, { Ref: 'Given', more: 'is no function' }],
  })
})

test('GIVEN what has no value WHEN evaluated THEN it is an error of its own, and never a text', () => {
  expect(() => evaluator.value({ Ref: 'Missing' })).toThrow(expect.objectContaining({ code: 'ParameterMissing' }))
  expect(() => evaluator.value({ 'Fn::ImportValue': 'x' })).toThrow(
    expect.objectContaining({ code: 'IntrinsicUnsupported' }),
  )
})

test('GIVEN a property WHEN asked what it refers to THEN each logical id comes in order', () => {
  const secret = { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':', { 'Fn::GetAtt': ['Brokers', 'Arn'] }]] }
  expect(referencesIn([secret, { 'Fn::GetAtt': 'Other.Name' }])).toEqual(['AWS::Partition', 'Brokers', 'Other'])
})
