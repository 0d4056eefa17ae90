import { readFileSync } from 'node:fs'
import { expect, test } from '@jest/globals'
import type { App } from 'aws-cdk-lib/core'
import { nagFindings } from './support.js'

interface Resource {
  readonly Type: string
  readonly Properties: Record<string, unknown>
}

const versions = async () => {
  const load = async (name: string): Promise<{ app: App; resources: Record<string, Resource> }> => {
    const { app } = (await import(`../../examples/constructs/side-by-side/${name}.js`)) as { app: App }
    const { Resources } = app.synth().stacks[0]?.template as { Resources: Record<string, Resource> }
    return { app, resources: Resources }
  }
  return { ours: await load('constructs'), theirs: await load('resources') }
}

/** Properties in which a reference is the type of what it refers to. */
function comparable(resources: Record<string, Resource>, type: string): Record<string, unknown> {
  const found = Object.values(resources).find(({ Type }) => Type === type)
  const typed = JSON.stringify(found?.Properties, (_, value: unknown) =>
    typeof value === 'string' && value in resources ? resources[value]?.Type : value,
  )
  return JSON.parse(typed) as Record<string, unknown>
}

const allowed = (resources: Record<string, Resource>): string[] => {
  const statements = Object.values(resources)
    .filter(({ Type }) => /^AWS::IAM::(?:Managed)?Policy$/.test(Type))
    .flatMap(({ Properties }) => (Properties.PolicyDocument as { Statement: Record<string, unknown>[] }).Statement)
  const each = statements.flatMap(({ Action, Resource, Condition }) =>
    [Action].flat().flatMap((action) => [Resource].flat().map((to) => JSON.stringify([action, to, Condition]))),
  )
  return [...new Set(each)].sort()
}

test('GIVEN the same connector with our constructs and with plain resources WHEN synthesized THEN ours has everything of the other, in a fraction of the lines', async () => {
  // WHEN
  const { ours, theirs } = await versions()
  // THEN
  const of = (type: string) => [comparable(ours.resources, type), comparable(theirs.resources, type)]
  const [connector, plain] = of('AWS::KafkaConnect::Connector')
  const named = { ConnectorName: expect.any(String), ServiceExecutionRoleArn: expect.anything() }
  expect(connector).toEqual({
    ...connector,
    ...plain,
    ...named,
    ConnectorConfiguration: expect.objectContaining(plain?.ConnectorConfiguration as object),
  })
  for (const type of ['AWS::KafkaConnect::WorkerConfiguration', 'AWS::KafkaConnect::CustomPlugin']) {
    const [mine, other] = of(type)
    const { Name, Location, ...same } = other as Record<string, unknown>
    expect([mine, Name, Location]).toEqual([expect.objectContaining(same), expect.any(String), Location])
  }
  expect(allowed(ours.resources)).toEqual(expect.arrayContaining(allowed(theirs.resources)))
  expect(Object.values(ours.resources).map(({ Type }) => Type)).toEqual(
    expect.arrayContaining(Object.values(theirs.resources).map(({ Type }) => Type)),
  )
  expect(nagFindings(ours.app)).toEqual([])
  expect(nagFindings(theirs.app).length).toBeGreaterThan(0)
  const [, few, many] = /with our constructs (\d+) lines, with plain resources (\d+)/.exec(
    readFileSync('docs/constructs/side-by-side.md', 'utf8'),
  ) as unknown as [string, string, string]
  expect(Number(many) / Number(few)).toBeGreaterThan(5)
})
