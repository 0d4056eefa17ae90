import { App } from 'aws-cdk-lib/core'
import { ClickstreamError } from '../errors.js'
import { loadSpec } from '../spec/index.js'
import { addStacks } from './app.js'
import { startApp } from './start-app.js'
import { withRenderedContainers } from './synthesize.js'

/**
 * What this repository's own `cdk.json` runs: `npx cdk synth -c spec=examples/nginx-lua/clickstream.yaml`.
 * Throws `SpecNotNamed` without that context, and what `loadSpec` throws.
 */
async function run(): Promise<void> {
  const path: unknown = new App({ autoSynth: false }).node.tryGetContext('spec')
  if (typeof path !== 'string') {
    throw new ClickstreamError('no spec is named', {
      code: 'SpecNotNamed',
      hint: 'Run: npx cdk synth -c spec=examples/nginx-lua/clickstream.yaml',
      exitCode: 2,
    })
  }
  const { spec, lock } = loadSpec(path)
  await withRenderedContainers(spec, (containersDir) => {
    const { app, props } = startApp({ spec, containersDir, ...(lock !== undefined && { lock }) })
    addStacks(app, props)
    app.synth()
  })
}

await run().catch((error: unknown) => {
  if (!ClickstreamError.is(error)) throw error
  process.stderr.write(`${error.code}: ${error.message}\n${error.hint ?? ''}\n`)
  process.exitCode = error.exitCode
})
