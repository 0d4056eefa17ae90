import type { Spec } from '../spec/schema.js'
import {
  CONNECTION_SECONDS,
  HOURS,
  LOAD_BALANCER_ZONES,
  REQUEST_OVERHEAD_BYTES,
  REQUESTS_PER_CONNECTION,
  RESPONSE_BYTES,
} from './assumptions.js'
import { type CostLine, figure, line } from './line.js'
import type { PriceTable, PriceTier } from './prices.js'
import { averageCount, type Traffic } from './traffic.js'

/** What one load balancer capacity unit takes; the dearest dimension counts. Source: aws.amazon.com/elasticloadbalancing/pricing, 2026-09-20. */
const UNIT = {
  alb: { newPerSecond: 25, active: 3000, gbPerHour: 1 },
  nlbTcp: { newPerSecond: 800, active: 100_000, gbPerHour: 1 },
  nlbTls: { newPerSecond: 50, active: 3000, gbPerHour: 1 },
} as const

/** The collectors' tasks: on average a third of the most, at least the least; with Spot, what is above the least at the Spot price. */
export function taskLine({ tasks }: Spec['collector'], prices: PriceTable): CostLine {
  const { vcpuHour, gbHour } = prices.fargate[tasks.architecture]
  const vcpu = tasks.cpu / 1024
  const memory = tasks.memoryMiB / 1024
  const average = averageCount(tasks.min, tasks.max)
  const spot = tasks.spot ? average - tasks.min : 0
  const hour = vcpu * vcpuHour.usd + memory * gbHour.usd
  const size = `${figure(vcpu, 2)} vCPU and ${figure(memory)} GB, ${tasks.architecture}`
  return line(
    'Fargate tasks',
    (average - spot * (1 - prices.fargateSpotShare)) * hour * HOURS,
    `${figure(average)} of ${tasks.min} to ${tasks.max} tasks on average (a third of the most, at least the least) of ${size}, ${HOURS} h` +
      (spot > 0 ? `; ${figure(spot)} of them on Spot at ${prices.fargateSpotShare * 100} %` : ''),
  )
}

/** The load balancer by the hour and by capacity units: an NLB for nginx-lua, an ALB for nginx-vector. */
export function loadBalancerLines(spec: Spec, traffic: Traffic, prices: PriceTable): CostLine[] {
  const vector = spec.collector.solution === 'nginx-vector'
  const tls = spec.network.certificateArn !== undefined
  const name = vector ? 'ALB' : tls ? 'NLB (TLS)' : 'NLB (TCP)'
  const unit = vector ? UNIT.alb : tls ? UNIT.nlbTls : UNIT.nlbTcp
  const hour = vector ? prices.applicationLoadBalancerHour : prices.networkLoadBalancerHour
  const unitHour = vector ? prices.lcuHour : prices.nlcuHour

  const opened = traffic.eventsPerSecond / REQUESTS_PER_CONNECTION
  const active = opened * CONNECTION_SECONDS
  const gbPerHour = traffic.requestGb / HOURS
  const units = Math.max(opened / unit.newPerSecond, active / unit.active, gbPerHour / unit.gbPerHour)
  return [
    line(name, hour.usd * HOURS, `one, ${HOURS} h`),
    line(
      `${name} capacity units`,
      units * unitHour.usd * HOURS,
      `${figure(units, 2)} units on average, the most of ${figure(opened)} new connections/s (${REQUESTS_PER_CONNECTION} requests each), ` +
        `${figure(active, 0)} active (${CONNECTION_SECONDS} s each) and ${figure(gbPerHour)} GB/h ` +
        `(event plus ${REQUEST_OVERHEAD_BYTES + RESPONSE_BYTES} bytes of request and response)`,
    ),
  ]
}

/** What an endpoint on the internet adds: its public addresses, and the responses that leave AWS. */
export function internetLines(spec: Spec, traffic: Traffic, prices: PriceTable): CostLine[] {
  if (spec.network.exposure !== 'internet') {
    return []
  }
  const known = spec.network.loadBalancerSubnetIds?.length
  const addresses = known ?? LOAD_BALANCER_ZONES
  return [
    line(
      'Public IPv4 addresses',
      addresses * prices.publicIpv4Hour.usd * HOURS,
      `${addresses} of the load balancer, one a subnet${known === undefined ? ' (its subnets are not known yet: two taken)' : ''}, ${HOURS} h`,
    ),
    line(
      'Responses to the internet',
      tiered(traffic.responseGb, prices.internetGb),
      `${figure(traffic.responseGb)} GB: ${RESPONSE_BYTES} bytes for each event`,
    ),
  ]
}

function tiered(amount: number, tiers: readonly PriceTier[]): number {
  let left = amount
  return tiers.reduce((usd, { units, price }) => {
    const here = Math.min(left, units)
    left -= here
    return usd + here * price.usd
  }, 0)
}
