import { Evaluator, referencesIn, type StackTemplate, type TemplateResource } from './evaluate.js'
import type { Assembly, AssemblyPlugin } from './open-assembly.js'

/** One container of the collectors' task. */
export interface DescribedContainer {
  readonly name: string
  /** Folder that its image is built from, absolute. */
  readonly folder: string
  /** Port that takes traffic. @default - none */
  readonly port?: number
  readonly essential: boolean
  /** Environment, secrets resolved; a secret that is not in the template is missing here. */
  readonly environment: Readonly<Record<string, string>>
  /** Names of the secrets that only the account knows. */
  readonly unknownSecrets: readonly string[]
  /** Names of volumes by the path at which the container sees them. */
  readonly mounts: Readonly<Record<string, string>>
  /** Names of containers that have to be there first, in the template's order. */
  readonly after: readonly string[]
  readonly stopTimeoutSeconds: number
  /** @default - the definition has none */
  readonly health?: HealthCheck
}

/** How ECS asks a container whether it is well. */
export interface HealthCheck {
  /** Program and arguments, as the container has them. */
  readonly command: readonly [string, ...string[]]
  readonly timeoutSeconds: number
}

/** One connector of MSK Connect. */
export interface DescribedConnector {
  readonly name: string
  readonly configuration: Readonly<Record<string, string>>
  readonly bootstrapServers: string
  readonly plugin: AssemblyPlugin
  readonly workerProperties: string
}

/** An Iceberg table, as `AWS::Glue::Table` takes it. */
export interface DescribedTable {
  readonly database: string
  readonly table: string
  readonly input: IcebergTableInput
}

export interface IcebergTableInput {
  readonly Location: string
  readonly Schema: { readonly Type: string; readonly Fields: readonly IcebergFieldInput[] }
  readonly PartitionSpec: { readonly Fields: readonly IcebergPartitionInput[] }
  readonly Properties: Readonly<Record<string, string>>
}

export interface IcebergFieldInput {
  readonly Id: number
  readonly Name: string
  readonly Type: string
  readonly Required: boolean
  readonly Doc?: string
}

export interface IcebergPartitionInput {
  readonly Name: string
  readonly SourceId: number
  readonly Transform: string
  readonly FieldId: number
}

/** Everything of the templates that runs or holds data. */
export interface Description {
  readonly containers: readonly DescribedContainer[]
  readonly connectors: readonly DescribedConnector[]
  readonly tables: readonly DescribedTable[]
  readonly buckets: readonly string[]
}

/**
 * Reads what has to run from the templates; `values` are those of parameters and pseudo parameters.
 *
 * @throws what `Evaluator.value` throws
 */
export function describe(assembly: Assembly, values: Readonly<Record<string, string>>): Description {
  const stacks = Object.entries(assembly.templates).map(([stack, template]) => ({
    stack,
    template,
    evaluator: new Evaluator(template, values),
  }))
  const all = <Result>(type: string, read: (found: Found) => Result): Result[] =>
    stacks.flatMap((one) =>
      Object.values(one.template.Resources)
        .filter(({ Type }) => Type === type)
        .map((resource) => read({ ...one, resource, assembly })),
    )
  const tables = all('AWS::Glue::Table', tableOf).filter((table) => table !== undefined)
  const { backup, sinks } = assembly.spec
  return {
    containers: all('AWS::ECS::TaskDefinition', containersOf).flat(),
    connectors: all('AWS::KafkaConnect::Connector', connectorOf),
    tables,
    buckets: [...new Set([...sinks.map(({ bucket }) => bucket), backup.bucket])].sort(),
  }
}

interface Found {
  readonly stack: string
  readonly template: StackTemplate
  readonly evaluator: Evaluator
  readonly resource: TemplateResource
  readonly assembly: Assembly
}

interface ContainerDefinition {
  readonly Name: string
  readonly Essential?: boolean
  readonly PortMappings?: readonly { readonly ContainerPort: number }[]
  readonly Environment?: readonly { readonly Name: string; readonly Value: unknown }[]
  readonly Secrets?: readonly { readonly Name: string; readonly ValueFrom: unknown }[]
  readonly MountPoints?: readonly { readonly ContainerPath: string; readonly SourceVolume: string }[]
  readonly DependsOn?: readonly { readonly ContainerName: string }[]
  readonly StopTimeout?: number
  readonly HealthCheck?: { readonly Command: readonly string[]; readonly Timeout?: number }
}

/** Seconds that ECS waits where the definition says nothing. Source: ECS developer guide, `stopTimeout`. */
const STOP_SECONDS = 30

function containersOf({ template, evaluator, resource, assembly }: Found): DescribedContainer[] {
  const definitions = (resource.Properties?.ContainerDefinitions ?? []) as readonly ContainerDefinition[]
  return definitions.flatMap((definition) => {
    const image = assembly.images.find(({ container }) => container === definition.Name)
    if (image === undefined) return []
    const secrets = (definition.Secrets ?? []).map(({ Name, ValueFrom }) => {
      const parameter = referencesIn(ValueFrom)
        .map((id) => template.Resources[id])
        .find((found) => found?.Type === 'AWS::SSM::Parameter')
      return [Name, parameter && evaluator.text(parameter.Properties?.Value)] as const
    })
    const plain = (definition.Environment ?? []).map(({ Name, Value }) => [Name, evaluator.text(Value)] as const)
    const port = definition.PortMappings?.[0]?.ContainerPort
    return [
      {
        name: definition.Name,
        folder: image.folder,
        ...(port !== undefined && { port }),
        essential: definition.Essential ?? true,
        environment: Object.fromEntries([...plain, ...secrets].filter(([, value]) => value !== undefined)) as Record<
          string,
          string
        >,
        unknownSecrets: secrets.filter(([, value]) => value === undefined).map(([name]) => name),
        mounts: Object.fromEntries(
          (definition.MountPoints ?? []).map(({ ContainerPath, SourceVolume }) => [ContainerPath, SourceVolume]),
        ),
        after: (definition.DependsOn ?? []).map(({ ContainerName }) => ContainerName),
        stopTimeoutSeconds: definition.StopTimeout ?? STOP_SECONDS,
        ...healthOf(definition),
      },
    ]
  })
}

/** What is not said is as ECS has it. Source: API reference of Amazon ECS, `HealthCheck`. */
function healthOf({ HealthCheck: check }: ContainerDefinition): { readonly health?: HealthCheck } {
  const [kind, program, ...args] = check?.Command ?? []
  if (check === undefined || program === undefined) return {}
  return {
    health: {
      command: kind === 'CMD-SHELL' ? ['/bin/sh', '-c', program] : [program, ...args],
      timeoutSeconds: check.Timeout ?? 5,
    },
  }
}

function connectorOf({ stack, template, evaluator, resource, assembly }: Found): DescribedConnector {
  const properties = resource.Properties ?? {}
  const configuration = evaluator.value(properties.ConnectorConfiguration) as Record<string, unknown>
  const cluster = properties.KafkaCluster as { ApacheKafkaCluster: { BootstrapServers: unknown } }
  const names = [...referencesIn(properties.Plugins)].map((id) => `${stack}/${id}`)
  const plugin = assembly.plugins.find((one) => names.includes(one.plugin))
  const worker = referencesIn(properties.WorkerConfiguration)
    .map((id) => template.Resources[id])
    .find((found) => found?.Type === 'AWS::KafkaConnect::WorkerConfiguration')
  const name = evaluator.text(properties.ConnectorName)
  if (plugin === undefined) throw new RangeError(`the connector ${name} has no plugin in the assembly`)
  return {
    name,
    configuration: Object.fromEntries(Object.entries(configuration).map(([key, value]) => [key, String(value)])),
    bootstrapServers: evaluator.text(cluster.ApacheKafkaCluster.BootstrapServers),
    plugin,
    workerProperties: Buffer.from(evaluator.text(worker?.Properties?.PropertiesFileContent), 'base64').toString(),
  }
}

function tableOf({ evaluator, resource }: Found): DescribedTable | undefined {
  const format = resource.Properties?.OpenTableFormatInput as
    { readonly IcebergInput?: { readonly IcebergTableInput?: unknown } } | undefined
  const input = format?.IcebergInput?.IcebergTableInput
  if (input === undefined) return undefined
  return {
    database: evaluator.text(resource.Properties?.DatabaseName),
    table: evaluator.text(resource.Properties?.Name),
    input: evaluator.value(input) as IcebergTableInput,
  }
}
