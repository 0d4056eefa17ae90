// Reads a million events from objects of JSON lines and settles them: `verify.mjs <events>`; prints seconds and memory.
import { randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import { gzipSync } from 'node:zlib'
import { Ledger } from '../../dist/runtime/traffic/ledger.js'
import { JsonPlace } from '../../dist/runtime/traffic/json-place.js'
import { TrafficPlan } from '../../dist/runtime/traffic/traffic-plan.js'
import { LakeReader } from '../../dist/site/local/lake-reader.js'

const EVENTS_AN_OBJECT = 10_000
const events = Number(process.argv[2])
const plan = new TrafficPlan(randomUUID(), events, ['app_logs'], 1024)
const ledger = new Ledger(plan)
ledger.accept(0, events, 0)

/** What the sink writes; an event's id is that of its request, or one derived from it. */
function object(first) {
  const lines = []
  for (let n = first; n < Math.min(events, first + EVENTS_AN_OBJECT); n++) {
    const id =
      plan.idOf(n) ??
      `${n.toString(16).padStart(8, '0')}-0000-5000-8000-${'0'.repeat(4)}${n.toString(16).padStart(8, '0')}`
    const meta = `"project":"app_logs","ctime":1766000000000,"ip":"203.0.113.0","id":"${id}","ua":"bench"`
    lines.push(`{"meta":{${meta}},"data":${plan.text(n)}}\n`)
  }
  return gzipSync(lines.join(''), { level: 1 })
}

const objects = new Map()
let bytes = 0
for (let first = 0; first < events; first += EVENTS_AN_OBJECT) {
  const body = object(first)
  bytes += body.length
  objects.set(`events/app_logs/${String(first).padStart(12, '0')}.jsonl.gz`, body)
}
const server = createServer(({ url = '' }, response) => {
  const [, key] = /^\/lake\/(.+)$/.exec(url) ?? []
  if (key !== undefined) return void response.end(objects.get(key))
  response.end(
    `<ListBucketResult>${[...objects.keys()].map((name) => `<Key>${name}</Key>`).join('')}</ListBucketResult>`,
  )
})
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))

const lake = new LakeReader(`http://127.0.0.1:${server.address().port}`)
const sink = { type: 's3-json', bucket: 'lake', prefix: 'events', topics: ['app_logs'] }
const shown = objects.size
const all = new Map(objects)
objects.clear()
const place = await JsonPlace.open(lake, sink, 0)
for (const [key, body] of all) objects.set(key, body)

globalThis.gc?.()
const before = process.memoryUsage().rss
let peak = before
const timer = setInterval(() => (peak = Math.max(peak, process.memoryUsage().rss)), 50)
const started = performance.now()
const settlement = ledger.settlement(['app_logs'])
await place.look(0)
await place.read(settlement)
const account = settlement.account()
const seconds = (performance.now() - started) / 1000
clearInterval(timer)
server.closeAllConnections()
server.close()
const { lost, duplicated, altered, distinctIds } = account
if (lost + duplicated + altered > 0 || distinctIds !== events) throw new Error(JSON.stringify(account))
console.log(
  JSON.stringify({ seconds, grown: (peak - before) / 2 ** 20, peak: peak / 2 ** 20, bytes: bytes / 2 ** 20, shown }),
)
