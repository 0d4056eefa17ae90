import { access, constants } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { programMissing } from './local-errors.js'

/** Programs of this machine that a local site starts. */
export interface LocalPrograms {
  readonly java: string
  readonly nginx: string
  /** S3 and Glue server. */
  readonly ministack: string
  readonly compiler?: string
  readonly fluentBit?: string
}

/**
 * Finds the programs.
 *
 * @throws `ProgramMissing` for the first without which nothing can go on
 */
export async function localPrograms(env: NodeJS.ProcessEnv): Promise<LocalPrograms> {
  const need = async (name: string, install: string): Promise<string> => {
    const found = await find(name, env)
    if (found === undefined) throw programMissing(name, install)
    return found
  }
  const compiler = await find('cc', env)
  const fluentBit = await find(env.CLICKSTREAM_FLUENT_BIT ?? 'fluent-bit', env)
  return {
    java: await need('java', 'apt-get install --yes openjdk-17-jre-headless'),
    nginx: await need(
      'nginx',
      'apt-get install --yes nginx libnginx-mod-http-lua lua-resty-core lua-cjson librdkafka1',
    ),
    ministack: await need('ministack', 'pip install ministack==1.5.33'),
    ...(compiler !== undefined && { compiler }),
    ...(fluentBit !== undefined && { fluentBit }),
  }
}

async function find(name: string, env: NodeJS.ProcessEnv): Promise<string | undefined> {
  const folders = name.includes('/') ? [''] : [...(env.PATH ?? '').split(delimiter), '/usr/sbin'].filter(Boolean)
  for (const folder of folders) {
    const path = folder === '' ? name : join(folder, name)
    const executable = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    )
    if (executable) return path
  }
  return undefined
}
