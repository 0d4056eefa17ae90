import { ARN_PATHS, parseArn } from '../arn.js'
import type { Known } from '../known.js'
import { REGIONS } from '../regions.js'

/** Reads region and account from the ARNs that are known, the cluster's first, then from the lock. */
export function fillPlace(known: Known): void {
  for (const path of ARN_PATHS) {
    const fact = known.fact(path)
    const parts = fact === undefined ? undefined : parseArn(String(fact.value))
    if (fact === undefined || parts === undefined) continue
    const arn = String(fact.value)
    const { origin, quote } = fact.provenance
    const provenance = (what: string) =>
      origin === 'said'
        ? { origin, quote: quote?.includes(arn) === false ? quote : arn }
        : { origin: 'derived' as const, formula: `the ${what} in the ARN at ${path}` }
    if (REGIONS.some((region) => region.code === parts.region)) known.fill('region', parts.region, provenance('region'))
    if (/^\d{12}$/.test(parts.account)) known.fill('account', parts.account, provenance('account'))
  }
  const cluster = parseArn(known.lock?.cluster?.arn ?? '')
  if (cluster !== undefined && REGIONS.some((region) => region.code === cluster.region)) {
    known.lookedUp('region', cluster.region, 'kafka:DescribeClusterV2')
    known.lookedUp('account', cluster.account, 'kafka:DescribeClusterV2')
  }
}
