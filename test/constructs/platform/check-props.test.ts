import { expect, test } from '@jest/globals'
import { Construct } from 'constructs'
import { checkProps, isKnown } from '../../../src/constructs/platform/check-props.js'
import { testApp } from '../support.js'
import { Lazy, Stack } from 'aws-cdk-lib/core'

test('GIVEN two constructs with wrong props WHEN synthesized THEN everything is reported at once, each with its path', () => {
  // GIVEN
  const stack = new Stack(testApp(), 'Test')
  checkProps(new Construct(stack, 'One'), [
    { code: 'CpuInvalid', message: 'cpu is 3, which Fargate does not have', hint: 'use 256, 512 or 1024' },
    false,
    { code: 'NameInvalid', message: 'name is ""' },
  ])
  checkProps(new Construct(stack, 'Two'), [{ code: 'NameInvalid', message: 'name is 7' }, undefined])
  checkProps(new Construct(stack, 'Three'), [])

  // WHEN
  let text = ''
  try {
    ;(stack.node.root as ReturnType<typeof testApp>).synth()
  } catch (error) {
    text = String(error)
  }

  // THEN
  expect(text.split('\n').slice(1)).toEqual([
    '  [Test/One] cpu is 3, which Fargate does not have (CpuInvalid); use 256, 512 or 1024',
    '  [Test/One] name is "" (NameInvalid)',
    '  [Test/Two] name is 7 (NameInvalid)',
  ])
})

test('GIVEN a token WHEN asked whether it is known THEN it is not', () => {
  expect([isKnown(Lazy.string({ produce: () => 'x' })), isKnown(undefined), isKnown('x'), isKnown(0)]).toEqual([
    false,
    false,
    true,
    true,
  ])
})
