import { at, isObject, listOf, nameOf, resourcesOf, textOf } from './cloudformation.js'
import type { Json, Located, Templates } from './cloudformation.js'

/** One statement of an IAM or resource policy. */
export interface IamStatement {
  readonly stack: string
  /** Logical id of the resource that holds the statement. */
  readonly resource: string
  /** Logical ids of the roles that it is attached to, as `stack/id`; empty for a resource policy. */
  readonly roles: readonly string[]
  /** `trust` says who may take the role, `identity` what a role may do, `resource` who may use a resource. */
  readonly kind: 'trust' | 'identity' | 'resource'
  readonly effect: 'Allow' | 'Deny'
  readonly actions: readonly string[]
  /** ARN patterns as `textOf` renders them; empty in a trust policy. */
  readonly resources: readonly string[]
  readonly principals: readonly string[]
  readonly conditions?: Json
  readonly sid?: string
}

/** A managed policy that a role is given by its ARN. */
export interface AttachedPolicy {
  readonly stack: string
  readonly role: string
  readonly arn: string
}

/** Types whose policy documents say who may use a resource, with the property that holds the document. */
const RESOURCE_POLICIES: Readonly<Record<string, string>> = {
  'AWS::KMS::Key': 'KeyPolicy',
  'AWS::EC2::VPCEndpoint': 'PolicyDocument',
  'AWS::S3::BucketPolicy': 'PolicyDocument',
  'AWS::SNS::TopicPolicy': 'PolicyDocument',
  'AWS::SQS::QueuePolicy': 'PolicyDocument',
  'AWS::SecretsManager::ResourcePolicy': 'ResourcePolicy',
  'AWS::ECR::Repository': 'RepositoryPolicyText',
}

/** All policy statements of the templates, in order of stack and resource. */
export function iamStatements(templates: Templates): IamStatement[] {
  const roles = resourcesOf(templates, 'AWS::IAM::Role').flatMap((role) => [
    ...statements(templates, role, 'trust', [nameOf(role)], at(role.resource.Properties, 'AssumeRolePolicyDocument')),
    ...listOf(at(role.resource.Properties, 'Policies')).flatMap((policy) =>
      statements(templates, role, 'identity', [nameOf(role)], at(policy, 'PolicyDocument')),
    ),
  ])
  const holders = new Map<string, string[]>()
  for (const { arn, role } of managedPolicies(templates)) holders.set(arn, [...(holders.get(arn) ?? []), role])
  const policies = resourcesOf(templates, 'AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy').flatMap((policy) => {
    const named = listOf(at(policy.resource.Properties, 'Roles')).map((role) =>
      bare(textOf(templates, policy.stack, role)),
    )
    const attached = [...named, ...(holders.get(`\${${nameOf(policy)}}`) ?? [])]
    return statements(templates, policy, 'identity', attached, at(policy.resource.Properties, 'PolicyDocument'))
  })
  const resources = resourcesOf(templates, ...Object.keys(RESOURCE_POLICIES)).flatMap((resource) => {
    const property = RESOURCE_POLICIES[resource.resource.Type] ?? ''
    return statements(templates, resource, 'resource', [], at(resource.resource.Properties, property))
  })
  return [...roles, ...policies, ...resources]
}

/** The managed policies that roles are given by ARN; those that the templates make are listed by their statements instead. */
export function attachedPolicies(templates: Templates): AttachedPolicy[] {
  const made = new Set(resourcesOf(templates, 'AWS::IAM::ManagedPolicy').map((policy) => `\${${nameOf(policy)}}`))
  return managedPolicies(templates).filter(({ arn }) => !made.has(arn))
}

function managedPolicies(templates: Templates): AttachedPolicy[] {
  return resourcesOf(templates, 'AWS::IAM::Role').flatMap((role) =>
    listOf(at(role.resource.Properties, 'ManagedPolicyArns')).map((arn) => ({
      stack: role.stack,
      role: nameOf(role),
      arn: textOf(templates, role.stack, arn),
    })),
  )
}

/** True where the role may do `action` on `resource`: an Allow that matches, and no Deny without conditions that does. */
export function allows(
  all: readonly IamStatement[],
  role: string,
  action: string,
  resource: string,
): IamStatement | undefined {
  const matching = all.filter(
    (statement) =>
      statement.kind === 'identity' &&
      statement.roles.includes(role) &&
      statement.actions.some((pattern) => globMatches(pattern.toLowerCase(), action.toLowerCase())) &&
      statement.resources.some((pattern) => globMatches(pattern, resource)),
  )
  if (matching.some(({ effect, conditions }) => effect === 'Deny' && conditions === undefined)) return undefined
  return matching.find(({ effect }) => effect === 'Allow')
}

/** IAM's wildcards: `*` for any text, `?` for one character. */
export function globMatches(pattern: string, text: string): boolean {
  const source = pattern
    .replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.')
  return new RegExp(`^${source}$`, 's').test(text)
}

function bare(reference: string): string {
  return reference.replace(/^\$\{(.*)\}$/, '$1')
}

function statements(
  templates: Templates,
  from: Located,
  kind: IamStatement['kind'],
  roles: readonly string[],
  document: Json | undefined,
): IamStatement[] {
  const text = (value: Json): string => textOf(templates, from.stack, value)
  return listOf(at(document, 'Statement')).map((statement) => {
    const sid = at(statement, 'Sid')
    const conditions = at(statement, 'Condition')
    const principal = at(statement, 'Principal')
    return {
      stack: from.stack,
      resource: from.id,
      roles,
      kind,
      effect: at(statement, 'Effect') === 'Deny' ? 'Deny' : 'Allow',
      actions: listOf(at(statement, 'Action')).map(text),
      resources: listOf(at(statement, 'Resource')).map(text),
      principals: isObject(principal)
        ? Object.values(principal).flatMap((value) => listOf(value).map(text))
        : listOf(principal).map(text),
      ...(conditions !== undefined && { conditions }),
      ...(typeof sid === 'string' && { sid }),
    }
  })
}
