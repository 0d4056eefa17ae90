import {
  CloudFormationClient,
  DescribeStacksCommand,
  ListStackResourcesCommand,
  type StackResourceSummary,
} from '@aws-sdk/client-cloudformation'
import { ACCOUNT, type Emulator, REGION } from './emulator.js'

export interface TemplateResource {
  readonly Type: string
  readonly Properties?: Readonly<Record<string, unknown>>
}

export interface DeployedTemplate {
  readonly Resources: Readonly<Record<string, TemplateResource>>
  readonly Parameters?: Readonly<Record<string, unknown>>
  readonly Rules?: Readonly<Record<string, unknown>>
}

/** In place of a value that only the service knows: a generated DNS name, an attribute of another resource. */
export const SOMETHING = Symbol('something')

/** A stack as CloudFormation has it, and its template with every reference that can be told put in. */
export class DeployedStack {
  private constructor(
    readonly name: string,
    readonly status: string,
    private readonly parameters: ReadonlyMap<string, string>,
    private readonly resources: ReadonlyMap<string, StackResourceSummary>,
  ) {}

  static async read(emulator: Emulator, name: string): Promise<DeployedStack> {
    const client = new CloudFormationClient(emulator.client)
    const { Stacks } = await client.send(new DescribeStacksCommand({ StackName: name }))
    const resources: StackResourceSummary[] = []
    for (let NextToken: string | undefined; ;) {
      const page = await client.send(new ListStackResourcesCommand({ StackName: name, NextToken }))
      resources.push(...(page.StackResourceSummaries ?? []))
      NextToken = page.NextToken
      if (NextToken === undefined) break
    }
    const [stack] = Stacks ?? []
    return new DeployedStack(
      name,
      stack?.StackStatus ?? '',
      new Map(
        (stack?.Parameters ?? []).map((parameter) => [parameter.ParameterKey ?? '', parameter.ParameterValue ?? '']),
      ),
      new Map(resources.map((resource) => [resource.LogicalResourceId ?? '', resource])),
    )
  }

  /** Physical ids of the resources of these types, by logical id. */
  physicalIds(...types: readonly string[]): Record<string, string> {
    const found = [...this.resources.values()].filter(({ ResourceType = '' }) => types.includes(ResourceType))
    return Object.fromEntries(
      found.map(({ LogicalResourceId = '', PhysicalResourceId = '' }) => [LogicalResourceId, PhysicalResourceId]),
    )
  }

  physicalId(logicalId: string): string {
    return this.resources.get(logicalId)?.PhysicalResourceId ?? ''
  }

  /** A template's value with references put in; `SOMETHING` where only the service knows. */
  resolve(value: unknown): unknown {
    if (Array.isArray(value)) {
      return value.map((item) => this.resolve(item)).filter((item) => item !== undefined)
    }
    if (typeof value !== 'object' || value === null) return value
    const [[key, argument] = ['', undefined], ...more] = Object.entries(value)
    if (more.length === 0 && key === 'Ref') return this.reference(String(argument))
    if (more.length === 0 && key.startsWith('Fn::')) return this.call(key, argument)
    return Object.fromEntries(
      Object.entries(value).flatMap(([name, item]) => {
        const resolved = this.resolve(item)
        return resolved === undefined ? [] : [[name, resolved]]
      }),
    )
  }

  private reference(name: string): unknown {
    const pseudo: Readonly<Record<string, string | undefined>> = {
      'AWS::AccountId': ACCOUNT,
      'AWS::Partition': 'aws',
      'AWS::Region': REGION,
      'AWS::StackName': this.name,
      'AWS::URLSuffix': 'amazonaws.com',
    }
    if (name === 'AWS::NoValue') return undefined
    return pseudo[name] ?? this.parameters.get(name) ?? this.resources.get(name)?.PhysicalResourceId ?? SOMETHING
  }

  private call(name: string, argument: unknown): unknown {
    if (name === 'Fn::GetAtt') return this.attribute(argument as [string, string])
    if (name === 'Fn::Sub' && typeof argument === 'string') return this.substitute(argument)
    const args = this.resolve(argument)
    if (!Array.isArray(args)) return SOMETHING
    if (name === 'Fn::Join') {
      const [separator, parts] = args as [string, unknown]
      return Array.isArray(parts) && !parts.includes(SOMETHING) ? parts.map(String).join(separator) : SOMETHING
    }
    if (name === 'Fn::Split') return typeof args[1] === 'string' ? args[1].split(String(args[0])) : SOMETHING
    if (name === 'Fn::Select') return Array.isArray(args[1]) ? (args[1][Number(args[0])] as unknown) : SOMETHING
    return SOMETHING
  }

  private substitute(text: string): unknown {
    const names = [...text.matchAll(/\$\{([^}]+)\}/g)].map(([, name = '']) => name)
    const values = names.map((name) => this.reference(name))
    if (values.includes(SOMETHING)) return SOMETHING
    return names.reduce((all, name, index) => all.replace(`\${${name}}`, String(values[index])), text)
  }

  private attribute([logicalId, attribute]: [string, string]): unknown {
    const { ResourceType: type, PhysicalResourceId: id = '' } = this.resources.get(logicalId) ?? {}
    if (type === 'AWS::EC2::SecurityGroup' && attribute === 'GroupId') return id
    if (type === 'AWS::IAM::Role' && attribute === 'Arn') return `arn:aws:iam::${ACCOUNT}:role/${id}`
    if (type?.startsWith('AWS::KafkaConnect::') && attribute.endsWith('Arn')) return id
    return SOMETHING
  }
}
