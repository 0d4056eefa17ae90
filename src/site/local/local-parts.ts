import { ClickstreamError } from '../../errors.js'
import { readPluginLock } from '../../plugins/plugin-lock.js'
import { resolveArtifacts } from '../../plugins/resolve-artifacts.js'
import type { Reporter } from '../../report/reporter.js'
import { describe, type Description } from '../assembly/describe.js'
import type { Assembly } from '../assembly/open-assembly.js'
import { localPrograms, type LocalPrograms } from './local-programs.js'
import type { LocalAddresses } from './local-state.js'
import { localValues } from './local-values.js'
import { Supervisor } from './supervisor.js'

/** What all of a local site's ports work with. */
export class LocalParts {
  readonly supervisor: Supervisor
  private found: Promise<LocalPrograms> | undefined

  constructor(
    readonly assembly: Assembly,
    readonly folder: string,
    readonly reporter: Reporter,
    readonly env: NodeJS.ProcessEnv,
  ) {
    this.supervisor = new Supervisor(folder, assembly.spec.name)
  }

  get addresses(): LocalAddresses {
    return this.supervisor.current.addresses
  }

  /** @throws `ProgramMissing` */
  programs(): Promise<LocalPrograms> {
    this.found ??= localPrograms(this.env)
    return this.found
  }

  /** Paths of a shipped lock's jars, fetched where they are not here. */
  async jars(lock: string): Promise<string[]> {
    const { reporter, env } = this
    return (await resolveArtifacts(readPluginLock(lock), { reporter, env })).map(({ path }) => path)
  }

  /** What the templates describe, with the addresses of this machine. */
  description(): Description {
    return describe(this.assembly, localValues(this.assembly, this.addresses.kafka ?? ''))
  }

  /** @throws `NothingRuns` where a part is asked for that was not started */
  address(name: keyof LocalAddresses): string {
    const address = this.addresses[name]
    if (address !== undefined) return address
    throw new ClickstreamError(`nothing runs for ${this.assembly.spec.name} here: it has no address of ${name}`, {
      code: 'NothingRuns',
      hint: '`clickstream local up` starts it',
    })
  }
}
