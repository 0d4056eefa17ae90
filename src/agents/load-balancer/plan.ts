import { COLLECTOR_PORTS, HEALTH_PATH } from '../../spec/container-facts.js'
import type { Spec } from '../../spec/index.js'

export interface LoadBalancerPlan {
  readonly kind: 'network' | 'application'
  readonly scheme: 'internet-facing' | 'internal'
  readonly listeners: readonly { readonly port: number; readonly protocol: string; readonly does: string }[]
  readonly targetGroup: {
    readonly port: number
    readonly protocol: 'TCP' | 'HTTP'
    readonly deregistrationSeconds: number
    readonly clientAddress: string
  }
  readonly healthCheck: {
    readonly path: string
    readonly intervalSeconds: number
    readonly healthyAfter: number
    readonly unhealthyAfter: number
  }
  readonly warnings: readonly string[]
}

/** The load balancer of a spec, as the constructs of `constructs/load-balancer` make it. */
export function loadBalancerPlan(spec: Spec): LoadBalancerPlan {
  const network = spec.collector.solution === 'nginx-lua'
  return {
    kind: network ? 'network' : 'application',
    scheme: spec.network.exposure === 'internet' ? 'internet-facing' : 'internal',
    listeners: network ? networkListeners(spec) : applicationListeners(spec),
    targetGroup: {
      port: COLLECTOR_PORTS.events,
      protocol: network ? 'TCP' : 'HTTP',
      deregistrationSeconds: 180,
      clientAddress: network ? 'PROXY protocol v2' : 'X-Forwarded-For, written by the load balancer',
    },
    healthCheck: { path: HEALTH_PATH, intervalSeconds: 10, healthyAfter: 2, unhealthyAfter: 3 },
    warnings: warnings(spec),
  }
}

function networkListeners({ network }: Spec): LoadBalancerPlan['listeners'] {
  return network.certificateArn === undefined
    ? [{ port: 80, protocol: 'TCP', does: 'forwards to the tasks' }]
    : [{ port: 443, protocol: 'TLS', does: 'ends TLS with the certificate and forwards to the tasks' }]
}

function applicationListeners({ network, collector }: Spec): LoadBalancerPlan['listeners'] {
  const does = `forwards ${collector.paths.join(', ')} to the tasks, answers 404 to the rest`
  if (network.certificateArn === undefined) return [{ port: 80, protocol: 'HTTP', does }]
  return [
    { port: 443, protocol: 'HTTPS', does },
    { port: 80, protocol: 'HTTP', does: 'redirects to 443' },
  ]
}

function warnings({ network, collector }: Spec): string[] {
  const { certificateArn, exposure, domainName } = network
  return [
    ...(certificateArn === undefined
      ? [
          'no certificate: events travel unencrypted; name an ACM certificate of the same region (network.certificateArn)',
        ]
      : []),
    ...(certificateArn !== undefined && domainName === undefined
      ? [
          "a certificate but no domain name: clients refuse a certificate that is not for the load balancer's own name (network.domainName)",
        ]
      : []),
    ...(domainName !== undefined && network.hostedZoneId === undefined
      ? [`somebody has to point ${domainName} to the load balancer, or name the Route 53 zone (network.hostedZoneId)`]
      : []),
    ...(exposure === 'internet' && collector.limits.perAddressPerSecond === 0
      ? ['no limit per client address: one client may use up the whole capacity (collector.limits.perAddressPerSecond)']
      : []),
  ]
}
