import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CfnResource, Stack } from 'aws-cdk-lib/core'
import { Bucket } from 'aws-cdk-lib/aws-s3'
import { startApp } from '../../../src/synth/start-app.js'
import { readValidationReport } from '../../../src/synth/validation-report.js'
import { synthesized, VALIDATED } from '../../synth/cases.js'
import { inputsOf, loadExample } from '../../synth/examples.js'

delete process.env['CDK_VALIDATION']
jest.setTimeout(120_000)

let dir: string
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'validation-'))
})
afterAll(() => rmSync(dir, { recursive: true, force: true }))

describe('validation', () => {
  test.each(VALIDATED)('GIVEN %s WHEN synthesized THEN it keeps the rules of CloudFormation', (_, changes, locked) => {
    // GIVEN the CDK prints the warnings of a region of China
    const printed = jest.spyOn(console, 'error').mockImplementation(() => undefined)

    // WHEN
    const { app } = synthesized(changes, locked)
    printed.mockRestore()

    // THEN
    const { passed, findings } = readValidationReport(app.outdir)
    const ofRules = findings.filter(({ source }) => source !== 'Construct Annotations')
    expect({ passed, ofRules }).toEqual({ passed: true, ofRules: [] })
  })

  test('GIVEN a stack that CloudFormation and cdk-nag refuse WHEN synthesized THEN both are heard', () => {
    // GIVEN
    const inputs = { ...inputsOf(loadExample('nginx-lua')), containersDir: dir }
    const outdir = join(dir, 'refused')
    const { app } = startApp(inputs, { outdir, context: { '@aws-cdk/core:failSynthOnValidationErrors': false } })
    const stack = new Stack(app, 'Refused')
    new Bucket(stack, 'Open')
    new CfnResource(stack, 'Queue', { type: 'AWS::SQS::Queue', properties: { DelaySeconds: 'soon' } })

    // WHEN
    app.synth()
    const report = readValidationReport(outdir)

    // THEN
    const found = new Set(report.findings.map(({ rule }) => rule))
    expect(report.passed).toBe(false)
    expect([...found]).toEqual(expect.arrayContaining(['AwsSolutions-S1', 'F3012']))
  })
})
