import { expect, test } from '@jest/globals'
import { Stack } from 'aws-cdk-lib/core'
import { Construct } from 'constructs'
import { checkProps } from '../../src/constructs/platform/check-props.js'
import { ClickstreamError } from '../../src/errors.js'
import { withConstructProblems } from '../../src/synth/construct-problems.js'
import { startApp } from '../../src/synth/start-app.js'
import { containersDir, exampleSpec } from '../constructs/support.js'

const CPU = { code: 'CpuInvalid', message: 'cpu is 3, which Fargate does not have', hint: 'use 256, 512 or 1024' }
const NAME = { code: 'NameInvalid', message: 'name is ""' }

function refusedStack(): Stack {
  const { app } = startApp({ spec: exampleSpec(), containersDir: containersDir() })
  const stack = new Stack(app, 'Ingestion')
  checkProps(new Construct(stack, 'Collector'), [CPU, NAME])
  new Construct(stack, 'Other').node.addValidation({ validate: () => ['it has no target'] })
  return stack
}

function thrownBy(act: () => unknown): ClickstreamError {
  try {
    act()
  } catch (error) {
    if (ClickstreamError.is(error)) return error
  }
  throw new Error('nothing of ours was thrown')
}

const PROBLEMS = [
  { ...CPU, path: 'Ingestion/Collector' },
  { ...NAME, path: 'Ingestion/Collector' },
  { code: 'ConstructInvalid', message: 'it has no target', path: 'Ingestion/Other' },
]

test('GIVEN constructs of ours and of others with wrong props WHEN synthesized THEN one error has all, with path, code and hint', () => {
  // GIVEN
  const stack = refusedStack()
  // WHEN
  const error = thrownBy(() => (stack.node.root as ReturnType<typeof startApp>['app']).synth())
  // THEN
  expect(error.toJSON()).toEqual({ ...PROBLEMS[0], message: `${CPU.message} (and 2 more)`, problems: PROBLEMS })
  expect(error.exitCode).toBe(3)
})

test('GIVEN a project whose app nobody catches WHEN it fails THEN what Node prints is that list and nothing else', () => {
  const stack = refusedStack()
  const error = thrownBy(() => (stack.node.root as ReturnType<typeof startApp>['app']).synth())
  expect(Object.keys(error)).toEqual([])
  expect(error.stack?.split('\n')).toEqual([
    'What is wrong with the constructs:',
    '  [Ingestion/Collector] cpu is 3, which Fargate does not have (CpuInvalid)',
    '    → use 256, 512 or 1024',
    '  [Ingestion/Collector] name is "" (NameInvalid)',
    '  [Ingestion/Other] it has no target (ConstructInvalid)',
  ])
})

test('GIVEN a constructor that throws WHEN others were refused before THEN its error is one more of them', () => {
  // GIVEN
  const stack = refusedStack()
  const thrown = new ClickstreamError('a cluster with auth scram has no secret', { code: 'SecretMissing' })
  // THEN
  const error = withConstructProblems(stack.node.root, thrown) as ClickstreamError
  expect(error.problems).toEqual([
    ...PROBLEMS,
    { code: 'SecretMissing', message: 'a cluster with auth scram has no secret' },
  ])
  expect(withConstructProblems(new Stack(), thrown)).toBe(thrown)
})
