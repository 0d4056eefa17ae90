export { runTraffic, type RehearsalResult as TrafficReport } from './run-traffic.js'
