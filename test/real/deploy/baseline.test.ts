import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parametersOf } from '../support/emulator/account.js'
import type { CdkProject } from '../support/emulator/cdk-project.js'
import { Workshop, lasting, parameterArguments, statuses } from './workshop.js'

jest.setTimeout(600_000)

const BASELINE = 'test/baseline/deployed'
const NAMES = readdirSync(BASELINE).sort()

let workshop: Workshop
beforeAll(async () => {
  workshop = await Workshop.open()
})
afterAll(async () => workshop?.close())

const projects = new Map<string, CdkProject>()

/** The project that this checkout generates from a baseline's spec. */
async function head(name: string): Promise<CdkProject> {
  const spec = readFileSync(join(BASELINE, name, 'clickstream.yaml'), 'utf8')
  const project = projects.get(name) ?? (await workshop.project(name, spec))
  projects.set(name, project)
  return project
}

describe('the committed baseline, and then this checkout', () => {
  test.each(NAMES)(
    'GIVEN %s deployed from its committed templates WHEN this checkout is deployed over it THEN nothing that lasts is replaced',
    async (name) => {
      // GIVEN
      const project = await head(name)
      const baseline = await project.templates(resolve(BASELINE, name))
      const values = parametersOf(workshop.account, name)
      await project.deploy('--app', resolve(BASELINE, name), ...parameterArguments(baseline, values))
      const before = lasting(await workshop.stacks(baseline.keys()))
      expect(Object.keys(before).length).toBeGreaterThanOrEqual(6)

      // WHEN
      await project.deploy()

      // THEN
      const stacks = await workshop.stacks(baseline.keys())
      const unfinished = Object.values(statuses(stacks)).filter((status) => !/^(CREATE|UPDATE)_COMPLETE$/.test(status))
      expect(unfinished).toEqual([])
      expect(lasting(stacks)).toEqual(before)
    },
  )

  test('GIVEN the same WHEN a change cannot be made in place THEN the comparison sees the new load balancer', async () => {
    // GIVEN
    const [name = ''] = NAMES
    const stacks = readdirSync(join(BASELINE, name)).flatMap((file) => /^(.*)\.template\.json$/.exec(file)?.[1] ?? [])
    const before = lasting(await workshop.stacks(stacks))

    // WHEN
    const project = await head(name)
    await project.editSpec((text) => text.replace('network:', 'network:\n  exposure: internal'))
    await project.deploy(
      '--parameters',
      `base-lua-Ingestion:VpcCidr=${parametersOf(workshop.account, name)['VpcCidr']}`,
    )

    // THEN
    const after = lasting(await workshop.stacks(stacks))
    const replaced = Object.keys(before).filter((key) => before[key] !== after[key])
    expect(replaced).toEqual([expect.stringMatching(/LoadBalancer/)])
  })
})
