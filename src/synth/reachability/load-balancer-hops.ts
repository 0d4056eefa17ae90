import { at, listOf, nameOf, resourcesOf, textOf } from '../cloudformation.js'
import type { Json, Located, Templates } from '../cloudformation.js'
import { HopProof } from './hop.js'
import type { Hop, ProofInput } from './hop.js'
import { describe, inwards, proveRules } from './network.js'

/** A client's way to a listener of the load balancer. */
export function clientToLoadBalancer(input: ProofInput): Hop {
  const { templates, spec } = input
  const proof = new HopProof('client', 'load balancer')
  const balancer = loadBalancer(templates)
  if (balancer === undefined) {
    proof.lacks('no load balancer in the templates', 'add one to the ingestion stack')
    return proof.done()
  }
  const scheme = textOf(templates, balancer.stack, at(balancer.resource.Properties, 'Scheme'))
  const wanted = spec.network.exposure === 'internet' ? 'internet-facing' : 'internal'
  if (scheme === wanted) proof.shows(nameOf(balancer), `scheme ${scheme}`)
  else
    proof.lacks(
      `the load balancer's scheme is ${scheme}, and network.exposure says ${spec.network.exposure}`,
      `set Scheme: ${wanted}`,
    )
  const groups = groupsOf(templates, balancer, 'SecurityGroups')
  if (groups.length === 0) {
    proof.lacks(
      'the load balancer has no security group',
      'give it one when it is made; a Network Load Balancer takes none later',
    )
  }
  const listeners = listenersOf(templates, balancer)
  if (listeners.length === 0) proof.lacks('the load balancer has no listener', 'add a listener to the ingestion stack')
  for (const listener of listeners) {
    const port = Number(at(listener.resource.Properties, 'Port'))
    proof.shows(nameOf(listener), `listens on port ${port}`)
    const rule =
      spec.network.exposure === 'internet'
        ? inwards(input, groups, [], port)
        : input.rules.find(
            ({ direction, group, fromPort, toPort }) =>
              direction === 'ingress' && groups.includes(group) && fromPort === port && toPort === port,
          )
    if (rule === undefined)
      proof.lacks(
        `nobody may reach port ${port} of the load balancer`,
        `give its security group an ingress rule for port ${port}`,
      )
    else proof.shows(`${rule.stack}/${rule.resource}`, describe(rule))
  }
  return proof.done()
}

/** The way from a listener through a target group to a container of the service. */
export function loadBalancerToTask(input: ProofInput): Hop {
  const { templates } = input
  const proof = new HopProof('load balancer', 'collector task')
  const balancer = loadBalancer(templates)
  const service = resourcesOf(templates, 'AWS::ECS::Service')[0]
  if (balancer === undefined || service === undefined) {
    proof.lacks(
      balancer === undefined ? 'no load balancer in the templates' : 'no service in the templates',
      'add it to the ingestion stack',
    )
    return proof.done()
  }
  const forwarded = forwardedGroups(templates, balancer)
  const targets = listOf(at(service.resource.Properties, 'LoadBalancers')).filter((target) =>
    forwarded.has(textOf(templates, service.stack, at(target, 'TargetGroupArn'))),
  )
  if (targets.length === 0) {
    proof.lacks(
      'no listener forwards to a target group that the service registers in',
      'attach the service to the target group of a listener',
    )
  }
  const from = { name: 'load balancer', groups: groupsOf(templates, balancer, 'SecurityGroups') }
  const to = { name: 'collector task', groups: taskGroups(templates, service) }
  for (const target of targets) {
    const port = Number(at(target, 'ContainerPort'))
    const name = String(at(target, 'ContainerName'))
    const group = forwarded.get(textOf(templates, service.stack, at(target, 'TargetGroupArn')))
    if (group !== undefined) proof.shows(nameOf(group), 'target group of a listener')
    proveContainerPort(templates, service, proof, name, port)
    proveRules(input, proof, from, to, port)
    const health = Number(at(group?.resource.Properties, 'HealthCheckPort'))
    if (Number.isInteger(health) && health !== port) proveRules(input, proof, from, to, health)
  }
  return proof.done()
}

/** The security groups of the service's tasks. */
export function taskGroups(templates: Templates, service: Located): string[] {
  return groupsOf(templates, service, 'NetworkConfiguration', 'AwsvpcConfiguration', 'SecurityGroups')
}

/** The task definition that a service runs. */
export function taskDefinitionOf(templates: Templates, service: Located): Located | undefined {
  const reference = textOf(templates, service.stack, at(service.resource.Properties, 'TaskDefinition'))
  return resourcesOf(templates, 'AWS::ECS::TaskDefinition').find(
    (definition) => `\${${nameOf(definition)}}` === reference,
  )
}

function proveContainerPort(templates: Templates, service: Located, proof: HopProof, name: string, port: number): void {
  const definition = taskDefinitionOf(templates, service)
  const container = listOf(at(definition?.resource.Properties, 'ContainerDefinitions')).find(
    (entry) => at(entry, 'Name') === name,
  )
  const ports = listOf(at(container, 'PortMappings')).map((mapping) => at(mapping, 'ContainerPort'))
  if (definition !== undefined && ports.includes(port))
    proof.shows(nameOf(definition), `container ${name} listens on port ${port}`)
  else proof.lacks(`no container ${name} listens on port ${port}`, `give container ${name} a port mapping for ${port}`)
}

function loadBalancer(templates: Templates): Located | undefined {
  return resourcesOf(templates, 'AWS::ElasticLoadBalancingV2::LoadBalancer')[0]
}

function listenersOf(templates: Templates, balancer: Located): Located[] {
  const reference = `\${${nameOf(balancer)}}`
  return resourcesOf(templates, 'AWS::ElasticLoadBalancingV2::Listener').filter(
    (listener) => textOf(templates, listener.stack, at(listener.resource.Properties, 'LoadBalancerArn')) === reference,
  )
}

/** Target groups that a listener, or a rule of one, forwards to, by the text of their reference. */
function forwardedGroups(templates: Templates, balancer: Located): Map<string, Located> {
  const listeners = listenersOf(templates, balancer)
  const references = new Set(listeners.map((listener) => `\${${nameOf(listener)}}`))
  const rules = resourcesOf(templates, 'AWS::ElasticLoadBalancingV2::ListenerRule').filter((rule) =>
    references.has(textOf(templates, rule.stack, at(rule.resource.Properties, 'ListenerArn'))),
  )
  const actions = [
    ...listeners.flatMap((listener) => actionsOf(listener, 'DefaultActions')),
    ...rules.flatMap((rule) => actionsOf(rule, 'Actions')),
  ]
  const wanted = new Set(
    actions.flatMap(({ stack, action }) =>
      [
        at(action, 'TargetGroupArn'),
        ...listOf(at(action, 'ForwardConfig', 'TargetGroups')).map((group) => at(group, 'TargetGroupArn')),
      ]
        .filter((arn) => arn !== undefined)
        .map((arn) => textOf(templates, stack, arn)),
    ),
  )
  const groups = resourcesOf(templates, 'AWS::ElasticLoadBalancingV2::TargetGroup')
  return new Map(
    groups.map((group) => [`\${${nameOf(group)}}`, group] as const).filter(([reference]) => wanted.has(reference)),
  )
}

function actionsOf(from: Located, property: string): { stack: string; action: Json }[] {
  return listOf(at(from.resource.Properties, property)).map((action) => ({ stack: from.stack, action }))
}

function groupsOf(templates: Templates, from: Located, ...path: string[]): string[] {
  return listOf(at(from.resource.Properties, ...path)).map((group) => textOf(templates, from.stack, group))
}
