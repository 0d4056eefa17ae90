import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

/** Logical ids and types of the resources by stack. */
type Ids = Readonly<Record<string, Readonly<Record<string, string>>>>

interface StackTemplate {
  readonly Resources: Readonly<Record<string, { readonly Type: string }>>
}

/** What it means where CloudFormation deletes one of these and makes another; of the rest, only that. */
const LOSSES: Readonly<Record<string, string>> = {
  'AWS::ElasticLoadBalancingV2::LoadBalancer':
    'the endpoint gets another address, and deletion protection stops the old one',
  'AWS::ElasticLoadBalancingV2::TargetGroup': 'all tasks register anew, and clients are refused meanwhile',
  'AWS::ECS::Service': 'all tasks stop and start at once',
  'AWS::ECS::Cluster': 'the service moves to another cluster',
  'AWS::KafkaConnect::Connector': 'a second connector is made before the first one goes',
  'AWS::KafkaConnect::WorkerConfiguration': 'the name is taken, and the deployment fails',
  'AWS::MSK::Topic': 'the topic is kept, its name is taken, and the deployment fails',
  'AWS::Glue::Table': 'the table is kept, its name is taken, and the deployment fails',
  'AWS::Glue::Database': 'the database is kept, its name is taken, and the deployment fails',
}

/**
 * Holds logical ids against the committed ones in `test/baseline`: one that goes away is a resource that is deleted in
 * everybody's account. `npm run baseline` writes them anew.
 */
export function baselineProblems(name: string, templates: Readonly<Record<string, StackTemplate>>): string[] {
  const file = `test/baseline/${name}.json`
  const ids = idsOf(templates)
  if (process.env.CLICKSTREAM_BASELINE === 'renew') {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, `${JSON.stringify(ids, undefined, 2)}\n`)
  }
  if (!existsSync(file)) return [`${file} is missing; run: npm run baseline`]
  const committed = JSON.parse(readFileSync(file, 'utf8')) as Ids
  return Object.keys({ ...committed, ...ids }).flatMap((stack) =>
    moved(stack, committed[stack] ?? {}, ids[stack] ?? {}),
  )
}

function idsOf(templates: Readonly<Record<string, StackTemplate>>): Ids {
  const sorted = <T>(map: Readonly<Record<string, T>>): [string, T][] =>
    Object.entries(map).sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(
    sorted(templates).map(([stack, { Resources }]) => [
      stack,
      Object.fromEntries(sorted(Resources).map(([id, { Type }]) => [id, Type])),
    ]),
  )
}

function moved(stack: string, before: Ids[string], after: Ids[string]): string[] {
  const fresh = Object.keys(after).filter((id) => after[id] !== before[id])
  const gone = Object.keys(before).filter((id) => after[id] !== before[id])
  const replaced = gone.map((id) => {
    const type = before[id] ?? ''
    const successors = fresh.filter((other) => after[other] === type)
    const what = successors.length > 0 ? `is now ${successors.join(' or ')}` : 'is gone'
    return `${stack}: ${id} (${type}) ${what}: CloudFormation would delete it${LOSSES[type] === undefined ? '' : `; ${LOSSES[type]}`}`
  })
  const added = fresh.filter((id) => !gone.some((other) => before[other] === after[id]))
  return [
    ...replaced,
    ...added.map((id) => `${stack}: ${id} (${after[id]}) is new and replaces nothing; run: npm run baseline`),
  ]
}
