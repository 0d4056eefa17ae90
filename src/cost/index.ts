export { compareSolutions, type SolutionCost } from './compare.js'
export { type ClusterFacts, type CostEstimate, estimateMonthlyCost } from './estimate.js'
export type { CostLine } from './line.js'
