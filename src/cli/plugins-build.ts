import { resolve } from 'node:path'
import { buildPlugin } from '../plugins/index.js'
import type { Context } from './context.js'

/** `clickstream plugins build`: prints the path of the ZIP, as the CDK wants it of an executable asset. */
export async function pluginsBuild(context: Context, lock: string, options: { out?: string }): Promise<void> {
  const { reporter, env, cwd } = context
  const out = options.out === undefined ? {} : { out: resolve(cwd, options.out) }
  const built = await buildPlugin(lock, { reporter, env, ...out })
  reporter.document(built, () => built.zip)
}
