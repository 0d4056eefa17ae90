/** One on-demand list price in US dollars, with the day it was read and where. */
export interface Price {
  readonly usd: number
  /** What one costs that much: `vCPU-hour`, `GB`, … */
  readonly unit: string
  /** Day of the source, as YYYY-MM-DD. */
  readonly asOf: string
  readonly source: string
}

/** One step of a price that falls with the amount: so many units (`Infinity` for the rest) at this price. */
export interface PriceTier {
  readonly units: number
  readonly price: Price
}

export interface PriceTable {
  readonly fargate: Readonly<Record<'arm64' | 'x86_64', { readonly vcpuHour: Price; readonly gbHour: Price }>>
  /** What a Spot task costs, as a share of the on-demand price. */
  readonly fargateSpotShare: number
  readonly networkLoadBalancerHour: Price
  readonly nlcuHour: Price
  readonly applicationLoadBalancerHour: Price
  readonly lcuHour: Price
  readonly publicIpv4Hour: Price
  readonly mcuHour: Price
  /** Both ends together: what leaves one zone and enters another is charged twice. */
  readonly crossZoneGb: Price
  /** Monthly amounts of data to the internet, cheapest last. */
  readonly internetGb: readonly PriceTier[]
  readonly s3GbMonth: Price
  readonly s3Put: Price
  readonly logsIngestedGb: Price
  readonly logsStoredGbMonth: Price
  readonly alarmMonth: Price
  readonly dashboardMonth: Price
}

const price = (usd: number, unit: string, asOf: string, source: string): Price => ({ usd, unit, asOf, source })

const ELB = 'aws.amazon.com/elasticloadbalancing/pricing, examples for us-east-1'
const CLOUDWATCH = 'aws.amazon.com/cloudwatch/pricing, us-east-1'
const FARGATE_ARM = 'published comparison of aws.amazon.com/fargate/pricing, us-east-1 (cloudburn.io)'
const TRANSFER = 'aws.amazon.com/ec2/pricing/on-demand, data transfer, us-east-1, as published comparisons quote it'
const S3 = 'aws.amazon.com/s3/pricing, S3 Standard, us-east-1, first 50 TB, as published comparisons quote it'

/**
 * Prices by region. A region without a table of its own is estimated with those of us-east-1, and the estimate says so.
 * Free tiers, discounts, Savings Plans and taxes are left out.
 */
export const PRICES: Readonly<Record<'us-east-1', PriceTable> & Partial<Record<string, PriceTable>>> = {
  'us-east-1': {
    fargate: {
      x86_64: {
        vcpuHour: price(0.04048, 'vCPU-hour', '2026-09-20', 'aws.amazon.com/ecs/pricing: 0.000011244 per vCPU-second'),
        gbHour: price(0.004445, 'GB-hour', '2026-04-01', FARGATE_ARM),
      },
      arm64: {
        vcpuHour: price(0.03238, 'vCPU-hour', '2026-04-01', FARGATE_ARM),
        gbHour: price(0.00356, 'GB-hour', '2026-04-01', FARGATE_ARM),
      },
    },
    // "up to a 70 % discount": aws.amazon.com/fargate/pricing, 2026-04.
    fargateSpotShare: 0.3,
    networkLoadBalancerHour: price(0.0225, 'load balancer-hour', '2026-05-01', ELB),
    nlcuHour: price(0.006, 'NLCU-hour', '2026-09-20', ELB),
    applicationLoadBalancerHour: price(0.0225, 'load balancer-hour', '2026-09-20', ELB),
    lcuHour: price(0.008, 'LCU-hour', '2026-09-20', ELB),
    publicIpv4Hour: price(
      0.005,
      'address-hour',
      '2026-05-01',
      'aws.amazon.com/vpc/pricing, as published comparisons quote it',
    ),
    mcuHour: price(
      0.11,
      'MCU-hour',
      '2026-09-28',
      'several public repositories agree; the page of AWS itself was not seen',
    ),
    crossZoneGb: price(0.02, 'GB', '2026-05-01', TRANSFER),
    internetGb: [
      { units: 10_000, price: price(0.09, 'GB', '2026-05-01', TRANSFER) },
      { units: 40_000, price: price(0.085, 'GB', '2026-05-01', TRANSFER) },
      { units: 100_000, price: price(0.07, 'GB', '2026-05-01', TRANSFER) },
      { units: Infinity, price: price(0.05, 'GB', '2026-05-01', TRANSFER) },
    ],
    s3GbMonth: price(0.023, 'GB-month', '2026-05-01', S3),
    s3Put: price(0.000005, 'PUT request', '2026-05-01', S3),
    logsIngestedGb: price(0.5, 'GB', '2026-05-05', CLOUDWATCH),
    logsStoredGbMonth: price(0.03, 'GB-month', '2026-05-05', CLOUDWATCH),
    alarmMonth: price(0.1, 'alarm-month', '2026-05-05', CLOUDWATCH),
    dashboardMonth: price(3, 'dashboard-month', '2026-05-05', CLOUDWATCH),
  },
}

/** The prices for a region, and whether they are its own. */
export function pricesFor(region: string): { readonly prices: PriceTable; readonly own: boolean } {
  const prices = PRICES[region]
  return prices === undefined ? { prices: PRICES['us-east-1'], own: false } : { prices, own: true }
}

/** The oldest date among a table's prices, as YYYY-MM-DD: nothing in an estimate is older. */
export function oldestDate(prices: PriceTable): string {
  const dates = JSON.stringify(prices).matchAll(/"asOf":"([\d-]+)"/g)
  return [...dates].map(([, date]) => date ?? '').reduce((oldest, date) => (date < oldest ? date : oldest))
}
