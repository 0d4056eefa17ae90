import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { EnvironmentLock } from '../../../../src/spec/index.js'
import { run } from '../programs.js'
import type { Emulator } from './emulator.js'
import { imageStore } from '../image.js'
import type { DeployedTemplate } from './deployed-stack.js'

const CLICKSTREAM = fileURLToPath(new URL('../../../../bin/clickstream.js', import.meta.url))
const SHIM = fileURLToPath(new URL('docker-shim', import.meta.url))

/** A generated project in a folder of its own, and the CDK command line in it. */
export class CdkProject {
  private constructor(
    readonly dir: string,
    private readonly emulator: Emulator,
  ) {}

  /** A CDK project that is there already. */
  static in(emulator: Emulator, dir: string): CdkProject {
    return new CdkProject(dir, emulator)
  }

  /** Generates it with the command line of this checkout, as a person does who has written a spec. */
  static async generate(
    emulator: Emulator,
    dir: string,
    { spec, lock }: { spec: string; lock?: EnvironmentLock },
  ): Promise<CdkProject> {
    await mkdir(dir, { recursive: true })
    await writeFile(join(dir, 'clickstream.yaml'), spec)
    if (lock !== undefined) await writeFile(join(dir, 'clickstream.lock.json'), JSON.stringify(lock))
    const project = new CdkProject(dir, emulator)
    await project.generateAgain()
    return project
  }

  async generateAgain(...options: readonly string[]): Promise<string> {
    // CloudFormation's rules are asked by each `cdk deploy` again, and once is enough.
    const env = { CDK_VALIDATION: 'false' }
    return this.exec(
      process.execPath,
      [CLICKSTREAM, 'generate', 'clickstream.yaml', '--out', '.', '--json', ...options],
      env,
    )
  }

  /** Changes the spec, and generates again. */
  async editSpec(edit: (text: string) => string): Promise<void> {
    const file = join(this.dir, 'clickstream.yaml')
    const before = await readFile(file, 'utf8')
    const after = edit(before)
    if (after === before) throw new Error('the edit changes nothing')
    await writeFile(file, after)
    await this.generateAgain()
  }

  /** Takes the packages that another project has installed: all projects of one version name the same. */
  async useModulesOf(other: CdkProject): Promise<void> {
    await symlink(join(other.dir, 'node_modules'), join(this.dir, 'node_modules'))
  }

  /** `npx cdk …` in the project; what it printed. */
  async cdk(...args: readonly string[]): Promise<string> {
    return this.exec('npx', ['cdk', '--no-notices', ...args])
  }

  async deploy(...args: readonly string[]): Promise<string> {
    return this.cdk('deploy', '--all', '--require-approval', 'never', ...args)
  }

  /** Any program in the project's folder, as somebody whose account is the emulator. */
  async exec(program: string, args: readonly string[], more: Readonly<Record<string, string>> = {}): Promise<string> {
    const env = {
      ...process.env,
      ...this.emulator.env,
      // The CDK command line keeps accounts that it has looked up in the home folder.
      HOME: this.emulator.folder,
      XDG_CACHE_HOME: process.env['XDG_CACHE_HOME'] ?? join(process.env['HOME'] ?? '', '.cache'),
      npm_config_cache: process.env['npm_config_cache'] ?? join(process.env['HOME'] ?? '', '.npm'),
      npm_config_update_notifier: 'false',
      CDK_DISABLE_CLI_TELEMETRY: 'true',
      CDK_DOCKER: SHIM,
      DOCKER_SHIM_REGISTRY: this.emulator.registry,
      DOCKER_SHIM_LOG: join(this.emulator.folder, 'docker.log'),
      CONTAINERS_STORAGE_CONF: await imageStore(),
      CI: 'true',
      NODE_OPTIONS: '',
      NODE_ENV: '',
      NO_COLOR: '1',
      ...more,
    }
    const { stdout, stderr } = await run(program, args, { cwd: this.dir, env }).catch((error: Error & Output) => {
      throw new CommandFailed(`${program} ${args.join(' ')}`, `${error.stdout ?? ''}\n${error.stderr ?? error.message}`)
    })
    return `${stdout}\n${stderr}`
  }

  /** The templates of the last synthesis, or of another assembly, by stack. */
  async templates(assembly = join(this.dir, 'cdk.out')): Promise<Map<string, DeployedTemplate>> {
    const templates = new Map<string, DeployedTemplate>()
    for (const name of (await readdir(assembly)).sort()) {
      if (!name.endsWith('.template.json')) continue
      const text = await readFile(join(assembly, name), 'utf8')
      templates.set(name.replace('.template.json', ''), JSON.parse(text) as DeployedTemplate)
    }
    return templates
  }
}

interface Output {
  readonly stdout?: string
  readonly stderr?: string
}

/** A command that ended with a failure, and everything that it printed. */
export class CommandFailed extends Error {
  constructor(
    command: string,
    readonly output: string,
  ) {
    super(`${command} failed:\n${output.slice(-4000)}`)
  }
}
