import { programMissing } from './local-errors.js'
import { usableJava } from './usable-java.js'
import { which } from './which.js'

/** Debian keeps nginx where only root's PATH leads. */
const FURTHER = ['/usr/sbin']

const INSTALL_JAVA = 'apt-get install --yes openjdk-17-jre-headless'

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
 * @throws `ProgramMissing` for the first without which nothing can go on, `JavaUnusable`
 */
export async function localPrograms(env: NodeJS.ProcessEnv): Promise<LocalPrograms> {
  const need = async (name: string, install: string): Promise<string> => {
    const found = await which(name, env, FURTHER)
    if (found === undefined) throw programMissing(name, install)
    return found
  }
  const compiler = await which('cc', env)
  const named = env.CLICKSTREAM_FLUENT_BIT
  const fluentBit = await which(named === undefined || named === '' ? 'fluent-bit' : named, env)
  return {
    java: await usableJava(await need('java', INSTALL_JAVA), env),
    nginx: await need(
      'nginx',
      'apt-get install --yes nginx libnginx-mod-http-lua lua-resty-core lua-cjson librdkafka1',
    ),
    ministack: await need('ministack', 'pip install ministack==1.5.33'),
    ...(compiler !== undefined && { compiler }),
    ...(fluentBit !== undefined && { fluentBit }),
  }
}
