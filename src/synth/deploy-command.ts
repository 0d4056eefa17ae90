import { readPluginLock } from '../plugins/plugin-lock.js'
import type { EnvironmentLock } from '../spec/lock.js'
import type { Spec } from '../spec/schema.js'
import { composition } from './composition.js'
import { deploymentParameters } from './deployment-parameters.js'

/** The plugin of each kind of sink, by the name of its lock. */
const PLUGINS = { 's3-json': 's3-json-sink', iceberg: 'iceberg-sink' } as const

/** What `cdk deploy` is given: all stacks, or those without connectors as long as a lock names no jars, so that no ZIP can be made. */
export function deployTarget(spec: Spec): { readonly words: string; readonly connectorsWait: boolean } {
  const connectorsWait = spec.sinks.some(({ type }) => readPluginLock(PLUGINS[type]).artifacts.length === 0)
  const names = composition(spec)
    .filter(({ part }) => part !== 'connectors')
    .map(({ suffix }) => `${spec.name}-${suffix}`)
  return { words: connectorsWait ? names.join(' ') : '--all', connectorsWait }
}

/** The exact command of the first deployment, with a line for each parameter that neither spec nor lock answers. */
export function deployCommand(spec: Spec, lock?: EnvironmentLock): string {
  const { words, connectorsWait } = deployTarget(spec)
  const lines = deploymentParameters(spec, lock)
    .filter(({ stack }) => !connectorsWait || words.split(' ').includes(stack))
    .map(({ stack, name, what }) => `--parameters '${stack}:${name}=<${what.replaceAll("'", '’')}>'`)
  return [`npx cdk deploy ${words}`, ...lines].join(' \\\n  ')
}
