import { ClickstreamError } from '../errors.js'
import { readPluginLock } from './plugin-lock.js'

/**
 * Makes the ZIP of a Kafka Connect plugin and returns its path. This version builds none: it throws `PluginNotBuilt`,
 * and what `readPluginLock` throws.
 */
export async function buildPlugin(nameOrFile: string): Promise<string> {
  const lock = readPluginLock(nameOrFile)
  throw new ClickstreamError(
    `the plugin ${lock.name} cannot be built by this version: its lock lists ${lock.artifacts.length} jars`,
    {
      code: 'PluginNotBuilt',
      source: 'tool',
      hint: 'synth works without it; deploy the connectors with a version that builds plugins, or leave `sinks` empty until then',
      file: lock.file,
    },
  )
}
