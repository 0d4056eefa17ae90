import { pluginLockNames, verifyPlugin, type VerifiedPlugin } from '../plugins/index.js'
import type { Style } from '../report/style.js'
import type { Context } from './context.js'

/** `clickstream plugins verify`: compares the jars on this machine with their lock, or with all that ship; downloads nothing. */
export async function pluginsVerify(context: Context, lock?: string): Promise<void> {
  const plugins: VerifiedPlugin[] = []
  for (const name of lock === undefined ? pluginLockNames() : [lock]) {
    plugins.push(await verifyPlugin(name, context.env))
  }
  context.reporter.document({ plugins }, (style) => plugins.map((plugin) => describe(plugin, style)).join('\n'))
}

function describe({ lock, jars, bytes, absent, licences, digest }: VerifiedPlugin, style: Style): string {
  const here = absent.length === 0 ? 'all here and intact' : `${absent.length} not downloaded yet, the others intact`
  return [
    `${style.green('✔')} ${style.bold(lock)}: ${jars} jars, ${(bytes / 1e6).toFixed(1)} MB, ${here}`,
    style.dim(`  lock ${digest.slice(0, 16)}; licences: ${licences.join(', ')}`),
  ].join('\n')
}
