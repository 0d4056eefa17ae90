import { afterAll, beforeAll, expect, jest, test } from '@jest/globals'
import { createHash } from 'node:crypto'
import { copyFile, mkdir, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Workshop } from '../../test/real/deploy/workshop.js'
import { variants } from '../../test/real/deploy/specs.js'
import { lockOf } from '../../test/real/support/emulator/account.js'
import { CdkProject } from '../../test/real/support/emulator/cdk-project.js'
import { report } from '../../test/real/support/report.js'

jest.setTimeout(900_000)

const ROUNDS = Number(process.env['ROUNDS'] ?? 5)
let workshop: Workshop
beforeAll(async () => {
  workshop = await Workshop.open()
})
afterAll(async () => workshop?.close())

/** Both ways in turn, each time under names of their own; the shortest of each is what a busy machine has slowed least. */
test.each(['Lua, S3, none', 'internal, isolated subnets with endpoints'])(
  'GIVEN %s WHEN deployed by the project and by a bare app THEN it takes at most 1.25 times as long',
  async (title) => {
    const { name, spec } = variants(workshop.account)[title] ?? { name: '', spec: '' }
    const [ours, bare]: number[][] = [[], []]
    for (let round = 0; round <= ROUNDS; round++) {
      const own = `${name}-${round}`
      const project = await workshop.project(own, spec.replaceAll(name, own), lockOf(workshop.account, own))
      const seconds = await timed(() => project.deploy())
      const other = await timedBare(project, own)
      // The first round publishes the plugin.
      if (round > 0) {
        ours?.push(seconds)
        bare?.push(other)
      }
    }
    const [mine, theirs] = [Math.min(...(ours ?? [])), Math.min(...(bare ?? []))]
    report(`deployment of ${name}`, { seconds: mine, 'bare app, seconds': theirs, ratio: mine / theirs })
    expect(mine / theirs).toBeLessThanOrEqual(1.25)
  },
)

async function timedBare(project: CdkProject, name: string): Promise<number> {
  const dir = join(workshop.dir, `${name}-bare`)
  await mkdir(dir)
  for (const [stack, { Parameters: _, Rules: __, ...template }] of await project.templates()) {
    // Names of its own, of databases too, where the two would meet.
    const other = name.replace(/-/g, 'x')
    const text = JSON.stringify(template).replaceAll(name, other).replaceAll(name.replace(/-/g, '_'), other)
    const cluster = /[0-9a-f]{32}-7/g
    await writeFile(
      join(dir, `${stack}x.template.json`),
      text.replace(cluster, `${createHash('md5').update(dir).digest('hex')}-7`),
    )
  }
  await copyFile(new URL('bare-app.mjs', import.meta.url), join(dir, 'bare-app.mjs'))
  await symlink(join(project.dir, 'node_modules'), join(dir, 'node_modules'))
  await writeFile(join(dir, 'cdk.json'), JSON.stringify({ app: 'node bare-app.mjs' }))
  const bare = CdkProject.in(workshop.emulator, dir)
  return timed(() => bare.deploy())
}

async function timed(run: () => Promise<unknown>): Promise<number> {
  const started = performance.now()
  await run()
  return (performance.now() - started) / 1000
}
