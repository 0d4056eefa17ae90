// The yardstick of a deployment: an app that knows nothing but finished templates. node bare-app.mjs, in a folder of templates
import { App, Stack } from 'aws-cdk-lib'
import { CfnInclude } from 'aws-cdk-lib/cloudformation-include'
import { readdirSync } from 'node:fs'

const app = new App()
for (const templateFile of readdirSync('.').filter((name) => name.endsWith('.template.json'))) {
  new CfnInclude(new Stack(app, templateFile.replace('.template.json', '')), 'Template', { templateFile })
}
app.synth()
