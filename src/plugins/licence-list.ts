import type { PluginLock } from './plugin-lock.js'

/** What is in a plugin and under which licence, for people who have to know. */
export function licenceList({ name, artifacts }: PluginLock): string {
  const lines = artifacts.map(({ name: jar, licence, sha256 }) => `${jar}\n  ${licence}\n  SHA-256 ${sha256}\n`)
  return [
    `Kafka Connect plugin ${name}: ${artifacts.length} jars, unchanged as their makers publish them.\n`,
    ...lines,
  ].join('\n')
}
