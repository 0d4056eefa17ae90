import type { EnvironmentLock } from './lock.js'

/** The kinds of MSK cluster; Express is a provisioned cluster whose brokers have an `express.` type. */
export function clusterKind(lock: EnvironmentLock | undefined): 'standard' | 'express' | 'serverless' | undefined {
  const cluster = lock?.cluster
  if (cluster === undefined) return undefined
  if (/serverless/i.test(cluster.type ?? '')) return 'serverless'
  if (/express/i.test(`${cluster.type ?? ''} ${cluster.instanceType ?? ''}`)) return 'express'
  return cluster.type === undefined && cluster.instanceType === undefined ? undefined : 'standard'
}
