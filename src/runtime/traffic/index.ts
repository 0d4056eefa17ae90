export type { Bar, Quantiles } from './histogram.js'
export { runTraffic, type TrafficOptions, type TrafficSite } from './run-traffic.js'
export type { PlaceReport, TrafficReport } from './traffic-report.js'
