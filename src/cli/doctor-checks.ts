import { ClickstreamError } from '../errors.js'
import { verifyPlugin } from '../plugins/index.js'
import { which } from '../site/local/which.js'
import { exists, findLibrary, findProgram, output, versionIn, type Found } from './probe.js'

/** What a part is needed for: writing projects, deploying them, or rehearsing and testing them on this machine. */
export type Purpose = 'generate' | 'deploy' | 'rehearse'

/** One thing that this machine has or lacks. */
export interface Check {
  readonly name: string
  readonly purpose: Purpose
  readonly neededFor: string
  /** `unknown`: cannot be seen from this machine. */
  readonly status: 'found' | 'missing' | 'unusable' | 'unknown'
  readonly version?: string
  readonly path?: string
  /** Why it cannot be used, or what it is like. */
  readonly detail?: string
  /** The line that brings it; Debian's package where there is one. */
  readonly install?: string
}

type Base = Pick<Check, 'name' | 'purpose' | 'neededFor'> & { install: string }

/** The oldest Node.js that the pinned packages accept (package.json, `engines`). */
const NODE_FLOOR = [20, 19, 4] as const

/** Looks at this machine; asks no network and changes nothing. */
export function checkMachine(env: NodeJS.ProcessEnv): Promise<Check[]> {
  const program = async (base: Base, name: string, args: readonly string[] = ['--version']): Promise<Check> =>
    report(base, await findProgram(name, args, env))
  return Promise.all([
    node(),
    program(
      { name: 'npm', purpose: 'generate', neededFor: 'installing the generated project', install: apt('npm') },
      'npm',
    ),
    containerBuilder(env),
    bootstrap(),
    connectorPlugins(env),
    nginx(env),
    librdkafka(env),
    program(
      {
        name: 'C compiler',
        purpose: 'rehearse',
        neededFor: 'compiling what reads requests in the nginx + Lua collector; without it Lua does, more slowly',
        install: apt('gcc libc6-dev'),
      },
      'cc',
    ),
    program(
      {
        name: 'fluent-bit',
        purpose: 'rehearse',
        neededFor: 'shipping logs and spilled events',
        install: elsewhere('CLICKSTREAM_FLUENT_BIT'),
      },
      env.CLICKSTREAM_FLUENT_BIT ?? 'fluent-bit',
    ),
    program(
      {
        name: 'vector',
        purpose: 'rehearse',
        neededFor: 'running the nginx + Vector collector',
        install: elsewhere('CLICKSTREAM_VECTOR'),
      },
      env.CLICKSTREAM_VECTOR ?? 'vector',
    ),
    program(
      {
        name: 'java',
        purpose: 'rehearse',
        neededFor: 'running Kafka and Kafka Connect',
        install: apt('default-jre-headless'),
      },
      'java',
      ['-version'],
    ),
    program(
      {
        name: 'ministack',
        purpose: 'rehearse',
        neededFor: 'S3 and Glue on this machine',
        install: 'pip install ministack==1.5.33',
      },
      'ministack',
      ['--help'],
    ),
    program(
      {
        name: 'mvn',
        purpose: 'rehearse',
        neededFor: 'building our own connector jars anew; users need none',
        install: apt('maven default-jdk-headless'),
      },
      'mvn',
    ),
    program(
      { name: 'kcat', purpose: 'rehearse', neededFor: 'reading topics independently', install: apt('kcat') },
      'kcat',
      ['-V'],
    ),
    program(
      { name: 'chromium', purpose: 'rehearse', neededFor: 'testing pages in a browser', install: apt('chromium') },
      'chromium',
    ),
  ])
}

const apt = (packages: string): string => `apt-get install --yes ${packages}`
const elsewhere = (variable: string): string =>
  `not in Debian: take its makers' package or build it, then set ${variable} to the program where it is not on the PATH`

function report(base: Base, found: Found | undefined): Check {
  const { install, ...rest } = base
  return found === undefined ? { ...rest, status: 'missing', install } : { ...rest, status: 'found', ...found }
}

function node(): Promise<Check> {
  const version = process.versions.node
  const parts = version.split('.').map(Number)
  const difference = NODE_FLOOR.map((floor, index) => (parts[index] ?? 0) - floor).find((part) => part !== 0) ?? 0
  const base = { name: 'node', purpose: 'generate', neededFor: 'everything', version, path: process.execPath } as const
  return Promise.resolve(
    difference >= 0
      ? { ...base, status: 'found' }
      : {
          ...base,
          status: 'unusable',
          detail: `${NODE_FLOOR.join('.')} or newer is needed`,
          install: 'npm install --global node@22',
        },
  )
}

async function containerBuilder(env: NodeJS.ProcessEnv): Promise<Check> {
  const base = {
    name: 'container builder',
    purpose: 'deploy',
    neededFor: 'building the collector image during `cdk deploy`',
    install: `${apt('podman')} && export CDK_DOCKER=podman`,
  } as const
  const chosen = env.CDK_DOCKER
  let detail: string | undefined
  for (const name of chosen ? [chosen] : ['docker', 'podman', 'finch', 'buildah']) {
    const found = await findProgram(name, ['--version'], env)
    if (found === undefined) continue
    // The docker client alone builds nothing.
    if (
      name === 'docker' &&
      (await output(found.path, ['info', '--format', '{{.ServerVersion}}'], env)) === undefined
    ) {
      detail = 'docker is installed, but its daemon does not answer'
      continue
    }
    const use = name === 'docker' || chosen ? undefined : `set CDK_DOCKER=${name} for \`cdk deploy\``
    return { ...report(base, found), ...(use !== undefined && { detail: use }) }
  }
  return detail === undefined ? report(base, undefined) : { ...report(base, undefined), status: 'unusable', detail }
}

function bootstrap(): Promise<Check> {
  return Promise.resolve({
    name: 'cdk bootstrap',
    purpose: 'deploy',
    neededFor: 'uploading assets; once per account and region',
    status: 'unknown',
    detail: 'cannot be seen without the account',
    install: 'npx cdk bootstrap aws://ACCOUNT/REGION',
  })
}

/** What the first deployment downloads, where it is not here yet. */
async function connectorPlugins(env: NodeJS.ProcessEnv): Promise<Check> {
  const base = { name: 'connector plugins', purpose: 'deploy', neededFor: 'the connectors to S3 and Iceberg' } as const
  try {
    const plugins = await Promise.all(['s3-json-sink', 'iceberg-sink'].map((name) => verifyPlugin(name, env)))
    const absent = plugins.reduce((sum, plugin) => sum + plugin.absent.length, 0)
    if (absent === 0) return { ...base, status: 'found', detail: 'all jars are in the cache, verified' }
    return {
      ...base,
      status: 'unknown',
      detail: `${absent} jars are downloaded on the first deployment, from Maven Central or CLICKSTREAM_MAVEN_REPOSITORIES`,
      install: plugins.map(({ lock }) => `npx clickstream plugins build ${lock}`).join(' && '),
    }
  } catch (error) {
    if (!ClickstreamError.is(error)) throw error
    return {
      ...base,
      status: 'unusable',
      detail: error.message,
      ...(error.hint !== undefined && { install: error.hint }),
    }
  }
}

async function nginx(env: NodeJS.ProcessEnv): Promise<Check> {
  const base = {
    name: 'nginx with Lua',
    purpose: 'rehearse',
    neededFor: 'running the collectors',
    install: apt('nginx libnginx-mod-http-lua lua-resty-core lua-cjson'),
  } as const
  const path = await which('nginx', env, ['/usr/sbin'])
  if (path === undefined) return report(base, undefined)
  const build = (await output(path, ['-V'], env)) ?? ''
  const version = versionIn(build)
  const folder = /--modules-path=(\S+)/.exec(build)?.[1] ?? '/usr/lib/nginx/modules'
  const lua = build.includes('lua-nginx-module') || (await exists(`${folder}/ngx_http_lua_module.so`))
  const found = report(base, { path, ...(version !== undefined && { version }) })
  return lua ? found : { ...found, status: 'unusable', detail: 'its Lua module is missing', install: base.install }
}

async function librdkafka(env: NodeJS.ProcessEnv): Promise<Check> {
  const base = {
    name: 'librdkafka',
    purpose: 'rehearse',
    neededFor: 'writing to Kafka from nginx',
    install: apt('librdkafka1'),
  } as const
  const path = await findLibrary('librdkafka.so.1', env)
  if (path === undefined) return report(base, undefined)
  const dpkg = await which('dpkg-query', env)
  const version = dpkg && versionIn(await output(dpkg, ['-W', '-f', '${Version}', 'librdkafka1'], env))
  return report(base, { path, ...(version !== undefined && { version }) })
}
