import { buildPlugin } from '../plugins/index.js'
import type { Context } from './context.js'

/** `clickstream plugins build`: prints the path of the ZIP, as the CDK wants it of an executable asset. */
export async function pluginsBuild(context: Context, lock: string): Promise<void> {
  const zip = await buildPlugin(lock)
  context.reporter.document({ zip }, () => zip)
}
