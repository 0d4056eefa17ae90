import { KAFKA_PORTS } from '../../constructs/kafka-cluster/kafka-ports.js'
import { connectTransport } from '../../spec/connector-configuration.js'
import { CONTAINERS } from '../../spec/container-facts.js'
import { allows, globMatches } from '../iam-statements.js'
import type { IamStatement } from '../iam-statements.js'
import { at, listOf, nameOf, resourcesOf, textOf } from '../cloudformation.js'
import type { Json, Located } from '../cloudformation.js'
import { HopProof } from './hop.js'
import type { Hop, ProofInput } from './hop.js'
import { taskDefinitionOf, taskGroups } from './load-balancer-hops.js'
import { proveKafkaRules, roleOf } from './network.js'

/** The way of an event from a collector task into its topic. */
export function taskToKafka(input: ProofInput): Hop {
  const { templates, spec } = input
  const proof = new HopProof('collector task', 'Kafka')
  const service = resourcesOf(templates, 'AWS::ECS::Service')[0]
  const definition = service === undefined ? undefined : taskDefinitionOf(templates, service)
  if (service === undefined || definition === undefined) {
    proof.lacks('no service with a task definition in the templates', 'add it to the ingestion stack')
    return proof.done()
  }
  proveKafkaRules(input, proof, 'collector task', taskGroups(templates, service), KAFKA_PORTS[spec.kafka.auth])
  proveSecrets(input, proof, definition)
  if (spec.kafka.auth === 'iam') {
    const role = roleOf(input, definition, 'TaskRoleArn')
    proveKafka(input, proof, role, 'Connect', 'cluster', '')
    for (const topic of spec.collector.routing.topics) proveKafka(input, proof, role, 'WriteData', 'topic', topic)
  }
  return proof.done()
}

/** The way of a record from its topic into a connector. */
export function connectorToKafka(input: ProofInput, connector: Located): Hop {
  const { templates, spec } = input
  const proof = new HopProof(nameOf(connector), 'Kafka')
  const property = (...path: string[]): Json | undefined => at(connector.resource.Properties, ...path)
  const transport = connectTransport(spec.kafka)
  const port = KAFKA_PORTS[transport === 'plaintext' ? 'none' : transport]
  const groups = listOf(property('KafkaCluster', 'ApacheKafkaCluster', 'Vpc', 'SecurityGroups'))
  proveKafkaRules(
    input,
    proof,
    'connector',
    groups.map((group) => textOf(templates, connector.stack, group)),
    port,
  )
  const wanted = transport === 'iam' ? 'IAM' : 'NONE'
  const authentication = property('KafkaClusterClientAuthentication', 'AuthenticationType')
  if (authentication === wanted) proof.shows(nameOf(connector), `authenticates by ${wanted}`)
  else proof.lacks(`the connector's authentication is ${String(authentication)}`, `set AuthenticationType: ${wanted}`)
  if (transport === 'iam') proveConnectorRights(input, proof, connector)
  return proof.done()
}

function proveConnectorRights(input: ProofInput, proof: HopProof, connector: Located): void {
  const role = roleOf(input, connector, 'ServiceExecutionRoleArn')
  const setting = (key: string): string =>
    textOf(input.templates, connector.stack, at(connector.resource.Properties, 'ConnectorConfiguration', key))
  proveKafka(input, proof, role, 'Connect', 'cluster', '')
  for (const topic of setting('topics').split(',').filter(Boolean))
    proveKafka(input, proof, role, 'ReadData', 'topic', topic)
  const group = setting('consumer.override.group.id')
  if (group !== '') proveKafka(input, proof, role, 'AlterGroup', 'group', group)
  const deadLetters = setting('errors.deadletterqueue.topic.name')
  if (deadLetters !== '') proveKafka(input, proof, role, 'WriteData', 'topic', deadLetters)
  const control = setting('iceberg.control.topic')
  if (control === '') return
  for (const action of ['ReadData', 'WriteData']) proveKafka(input, proof, role, action, 'topic', control)
  const transactions = setting('iceberg.coordinator.transactional.prefix')
  proveKafka(input, proof, role, 'AlterTransactionalId', 'transactional-id', `${transactions}0`)
}

/** Records the statement that allows a Kafka action; ARNs are compared by kind and last part, because the rest is one cluster. */
function proveKafka(
  input: ProofInput,
  proof: HopProof,
  role: string,
  action: string,
  kind: string,
  name: string,
): void {
  const statement = input.statements.find(
    (candidate) =>
      candidate.resources.some((pattern) => covers(pattern, kind, name)) &&
      candidate.resources.some(
        (pattern) => allows([candidate], role, `kafka-cluster:${action}`, pattern) !== undefined,
      ),
  )
  const target = name === '' ? kind : `${kind} ${name}`
  const denied = input.statements.some((candidate) => denies(candidate, role, `kafka-cluster:${action}`))
  proof.permits(
    denied ? undefined : statement,
    `kafka-cluster:${action} on ${target}`,
    `let ${role} do kafka-cluster:${action} on ${target}`,
  )
}

function denies(statement: IamStatement, role: string, action: string): boolean {
  return (
    statement.effect === 'Deny' &&
    statement.conditions === undefined &&
    statement.roles.includes(role) &&
    statement.actions.some((pattern) => globMatches(pattern, action))
  )
}

function covers(pattern: string, kind: string, name: string): boolean {
  if (pattern === '*') return true
  if (kind === 'cluster') return pattern.includes(':cluster/') || pattern === '${KafkaClusterArn}'
  const match = new RegExp(`:${kind}/(.*)$`, 's').exec(pattern)
  if (match === null) return false
  const rest = match[1] ?? ''
  // A placeholder may hold slashes of its own: what follows the last one outside of placeholders is the name.
  const last =
    rest
      .replaceAll(/\$\{[^}]*\}/g, (placeholder) => placeholder.replaceAll('/', '\u0001'))
      .split('/')
      .at(-1) ?? ''
  const wanted = name.replaceAll(/\$\{[^}]*\}/g, (placeholder) => placeholder.replaceAll('/', '\u0001'))
  return rest === '*' || globMatches(last, wanted)
}

/** Every container of the task needs its brokers, user and password: as secrets, with the right to read them. */
function proveSecrets(input: ProofInput, proof: HopProof, definition: Located): void {
  const { templates, spec, statements } = input
  const executionRole = roleOf(input, definition, 'ExecutionRoleArn')
  for (const facts of CONTAINERS[spec.collector.solution]) {
    const container = listOf(at(definition.resource.Properties, 'ContainerDefinitions')).find(
      (entry) => at(entry, 'Name') === facts.name,
    )
    for (const name of facts.secrets[spec.kafka.auth]) {
      const secret = listOf(at(container, 'Secrets')).find((entry) => at(entry, 'Name') === name)
      if (secret === undefined) {
        proof.lacks(`container ${facts.name} is not given ${name}`, `give it ${name} as a secret`)
        continue
      }
      const source = textOf(templates, definition.stack, at(secret, 'ValueFrom'))
      const action = source.includes(':ssm:') ? 'ssm:GetParameters' : 'secretsmanager:GetSecretValue'
      const arn = action === 'ssm:GetParameters' ? source : source.replace(/:[^:]*:[^:]*:[^:]*$/, '')
      const statement = readable(statements, executionRole, action, source, arn)
      proof.permits(
        statement,
        `reading ${name} when the task starts (${action})`,
        `let ${executionRole} do ${action} on ${arn}`,
      )
    }
    if (facts.secrets[spec.kafka.auth].includes('KAFKA_SECRET_ARN')) proveReadAgain(input, proof, definition, container)
  }
}

/** A collector that is given the secret's ARN reads a changed secret itself, while it runs. */
function proveReadAgain(input: ProofInput, proof: HopProof, definition: Located, container: Json | undefined): void {
  const password = listOf(at(container, 'Secrets')).find((entry) => at(entry, 'Name') === 'KAFKA_PASSWORD')
  const source = textOf(input.templates, definition.stack, at(password, 'ValueFrom'))
  const arn = source.replace(/:[^:]*:[^:]*:[^:]*$/, '')
  const role = roleOf(input, definition, 'TaskRoleArn')
  const action = 'secretsmanager:GetSecretValue'
  proof.permits(
    readable(input.statements, role, action, arn),
    `reading a changed secret while the task runs (${action})`,
    `let ${role} do ${action} on ${arn}`,
  )
}

/** A secret's ARN may be followed by `:key:stage:version`, and a statement may name it with the random suffix left open. */
function readable(
  all: readonly IamStatement[],
  role: string,
  action: string,
  ...arns: string[]
): IamStatement | undefined {
  for (const arn of arns) {
    const statement = allows(all, role, action, arn) ?? allows(all, role, action, `${arn}-AbCdEf`)
    if (statement !== undefined) return statement
  }
  return undefined
}
