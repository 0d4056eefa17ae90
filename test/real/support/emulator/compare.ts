import { DeployedStack, type DeployedTemplate } from './deployed-stack.js'
import { differences, spelled } from './differences.js'
import type { Emulator } from './emulator.js'
import { NOT_GIVEN_BACK, readers } from './read-back.js'

/** What a comparison found, and what it could not look at. */
export interface Comparison {
  /** `stack/logical id`, property, what was asked for, what is there. */
  readonly differences: readonly string[]
  /** Resources compared with what a service says of them. */
  readonly read: number
  /** Types that are only recorded: compared with what CloudFormation passed on. */
  readonly recorded: ReadonlySet<string>
  /** Types that the emulator has and these tests do not read: compared with what CloudFormation passed on. */
  readonly unread: ReadonlySet<string>
}

const RULES = ['AWS::EC2::SecurityGroupIngress', 'AWS::EC2::SecurityGroupEgress']

/** Reads every resource of these stacks back, and compares it with the template. */
export async function compareDeployed(
  emulator: Emulator,
  templates: ReadonlyMap<string, DeployedTemplate>,
): Promise<Comparison> {
  const read = readers(emulator)
  const found = { differences: [] as string[], read: 0, recorded: new Set<string>(), unread: new Set<string>() }
  for (const [name, { Resources }] of templates) {
    const stack = await DeployedStack.read(emulator, name)
    const made = new Map((await emulator.made(name)).map((resource) => [resource.logicalId, resource]))
    for (const [logicalId, { Type: type, Properties = {} }] of Object.entries(Resources)) {
      const { Tags: _, ...asked } = stack.resolve(Properties) as Record<string, unknown>
      const given = made.get(logicalId)
      const reader = given?.recordedOnly === true ? undefined : read[type]
      if (reader !== undefined) found.read++
      else if (given?.recordedOnly === true) found.recorded.add(type)
      else found.unread.add(type)
      const there = await reader?.(stack.physicalId(logicalId), asked)
      const wrong = RULES.includes(type)
        ? ruleDifferences(asked, there)
        : differences(spelled(asked), spelled(merged(type, given?.properties, there)))
      found.differences.push(...wrong.map((difference) => `${name}/${logicalId} (${type}): ${difference}`))
    }
  }
  return found
}

/** What the service says; what it never gives back, and what has no service, as CloudFormation passed it on. */
function merged(type: string, given: Readonly<Record<string, unknown>> = {}, there: object | undefined): object {
  if (there === undefined) return given
  const missing = (NOT_GIVEN_BACK[type] ?? []).map((name) => [name, given[name]] as const)
  return { ...there, ...Object.fromEntries(missing) }
}

/** A rule of its own is one of those of its group. */
function ruleDifferences({ GroupId, ...rule }: Record<string, unknown>, there: object | undefined): string[] {
  const { rules = [] } = (there ?? {}) as { rules?: unknown[] }
  return differences([spelled(rule)], spelled(rules), `rules of ${String(GroupId)}`)
}
