// One run of the generator: `generate.mjs <endpoint> <events>`; prints events a second, requests a second and CPU seconds.
import { randomUUID } from 'node:crypto'
import { Ledger } from '../../dist/runtime/traffic/ledger.js'
import { send } from '../../dist/runtime/traffic/send.js'
import { TrafficPlan } from '../../dist/runtime/traffic/traffic-plan.js'

const [endpoint, events] = process.argv.slice(2)
const plan = new TrafficPlan(randomUUID(), Number(events), ['app_logs', 'web_logs'], 1024)
const ledger = new Ledger(plan)
const options = { header: 'x-project', connections: 64, began: performance.now(), progress: () => undefined }
const { requests, refused, seconds } = await send(ledger, { endpoint, ...options })
const { user, system } = process.cpuUsage()
console.log(
  JSON.stringify({
    events: Number(events) / seconds,
    requests: requests / seconds,
    cpu: (user + system) / 1e6 / seconds,
    accepted: ledger.acceptedEvents,
    refused,
  }),
)
