import type { EnvironmentLock } from '../spec/lock.js'
import type { Spec } from '../spec/schema.js'
import { deploymentParameters } from './deployment-parameters.js'

/** The exact command of the first deployment, with a line for each parameter that neither spec nor lock answers. */
export function deployCommand(spec: Spec, lock?: EnvironmentLock): string {
  const lines = deploymentParameters(spec, lock).map(
    ({ stack, name, what }) => `--parameters '${stack}:${name}=<${what.replaceAll("'", '’')}>'`,
  )
  return ['npx cdk deploy --all', ...lines].join(' \\\n  ')
}
