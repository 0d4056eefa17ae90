import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { EnvironmentLock } from '../../../src/spec/index.js'
import { type Account, makeAccount } from '../support/emulator/account.js'
import { CdkProject } from '../support/emulator/cdk-project.js'
import { DeployedStack, type DeployedTemplate } from '../support/emulator/deployed-stack.js'
import { ACCOUNT, Emulator, REGION } from '../support/emulator/emulator.js'

/** An emulated account, bootstrapped, and a folder for projects; packages are installed in the first one. */
export class Workshop {
  private installed: CdkProject | undefined

  private constructor(
    readonly emulator: Emulator,
    readonly account: Account,
    readonly dir: string,
  ) {}

  static async open(): Promise<Workshop> {
    const emulator = await Emulator.start()
    try {
      return new Workshop(emulator, await makeAccount(emulator), await mkdtemp(join(tmpdir(), 'clickstream-deploy-')))
    } catch (error) {
      await emulator.remove()
      throw error
    }
  }

  /** A project in an empty folder, with its packages; the first one really installs them, and bootstraps the account. */
  async project(name: string, spec: string, lock?: EnvironmentLock): Promise<CdkProject> {
    const project = await CdkProject.generate(this.emulator, join(this.dir, name), {
      spec,
      ...(lock !== undefined && { lock }),
    })
    if (this.installed !== undefined) {
      await project.useModulesOf(this.installed)
      return project
    }
    await project.exec('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline'])
    await project.cdk('bootstrap', `aws://${ACCOUNT}/${REGION}`)
    this.installed = project
    return project
  }

  /** Stacks of these templates as CloudFormation has them. */
  async stacks(names: Iterable<string>): Promise<Map<string, DeployedStack>> {
    const stacks = new Map<string, DeployedStack>()
    for (const name of names) stacks.set(name, await DeployedStack.read(this.emulator, name))
    return stacks
  }

  async close(): Promise<void> {
    await this.emulator.remove()
    await rm(this.dir, { recursive: true, force: true })
  }
}

/** What must never be replaced unannounced: it holds traffic, events or a place in a topic. */
const LASTING = [
  'AWS::ECS::Service',
  'AWS::ElasticLoadBalancingV2::LoadBalancer',
  'AWS::ElasticLoadBalancingV2::TargetGroup',
  'AWS::KafkaConnect::Connector',
  'AWS::MSK::Topic',
]

/** Physical ids of these, by stack and logical id. */
export function lasting(stacks: ReadonlyMap<string, DeployedStack>): Record<string, string> {
  return Object.fromEntries(
    [...stacks].flatMap(([name, stack]) =>
      Object.entries(stack.physicalIds(...LASTING)).map(([logicalId, id]) => [`${name}/${logicalId}`, id]),
    ),
  )
}

/** The status of each stack. */
export function statuses(stacks: ReadonlyMap<string, DeployedStack>): Record<string, string> {
  return Object.fromEntries([...stacks].map(([name, { status }]) => [name, status]))
}

/** `--parameters` for everything that the templates ask for. */
export function parameterArguments(
  templates: ReadonlyMap<string, DeployedTemplate>,
  values: Readonly<Record<string, string>>,
): string[] {
  return [...templates].flatMap(([stack, { Parameters = {} }]) =>
    Object.keys(Parameters)
      .filter((name) => name !== 'BootstrapVersion')
      .flatMap((name) => ['--parameters', `${stack}:${name}=${values[name] ?? ''}`]),
  )
}
