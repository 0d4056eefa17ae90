import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { beforeAll, describe, expect, test } from '@jest/globals'
import type { App } from 'aws-cdk-lib/core'
import { baselineProblems } from '../support/baseline.js'
import { nagFindings } from './support.js'

type Template = Readonly<Record<string, { Resources: Record<string, { Type: string }> }>>

const EXAMPLES = readdirSync('examples/constructs')
  .filter((file) => file.endsWith('.ts') && file !== 'existing.ts')
  .map((file) => file.replace(/\.ts$/, ''))

describe.each(EXAMPLES)('the example of %s', (name) => {
  let app: App
  let templates: Template

  beforeAll(async () => {
    // WHEN
    ;({ app } = (await import(`../../examples/constructs/${name}.js`)) as { app: App })
    const { stacks } = app.synth()
    templates = Object.fromEntries(
      stacks.map(({ stackName, templateFullPath }) => [
        stackName,
        JSON.parse(readFileSync(templateFullPath, 'utf8')) as Template[string],
      ]),
    )
  })

  test('synthesizes without a look-up, and cdk-nag finds nothing that is not acknowledged', () => {
    expect(Object.values(templates).flatMap(({ Resources }) => Object.keys(Resources)).length).toBeGreaterThan(0)
    expect(app.synth().manifest.missing).toBeUndefined()
    expect(nagFindings(app)).toEqual([])
  })

  test('has the logical ids of the baseline', () => {
    expect(baselineProblems(`constructs/${name}`, templates)).toEqual([])
  })
})

test('the reference pages and the README are what docstrings and examples say', () => {
  expect(() => execFileSync(process.execPath, ['scripts/reference.mjs', '--check'], { stdio: 'pipe' })).not.toThrow()
})
