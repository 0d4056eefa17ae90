// The yardstick for `generate`: what anybody would write who has the same stacks and wants them synthesized.
// node bench/bare-synth.mjs <project> <outdir> [--nag]
import { App, Validations } from 'aws-cdk-lib'
import { join } from 'node:path'
import { loadSpec } from '../dist/spec/index.js'
import { ConnectorsStack } from '../dist/synth/stacks/connectors-stack.js'
import { LuaIngestionStack } from '../dist/synth/stacks/lua-ingestion-stack.js'
import { TopicsStack } from '../dist/synth/stacks/topics-stack.js'

const [project, outdir, flag] = process.argv.slice(2)
const { spec, lock } = loadSpec(join(project, 'clickstream.yaml'))
const app = new App({ outdir, context: { '@aws-cdk/core:validateAgainstDefaultRules': true } })
if (flag === '--nag') {
  const { AwsSolutionsChecks } = await import('cdk-nag')
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app))
}
const props = {
  spec,
  lock,
  containersDir: join(project, 'containers'),
  env: { region: spec.region, account: spec.account },
}
new TopicsStack(app, `${spec.name}-Topics`, props)
new LuaIngestionStack(app, `${spec.name}-Ingestion`, props)
new ConnectorsStack(app, `${spec.name}-Connectors`, props)
app.synth()
