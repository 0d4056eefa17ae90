import { JsonEventTable } from 'clickstream-agents/constructs'
import { existing } from './existing.js'

export const { app, stack, bucket } = existing('EventTables')

// snippet
const events = new JsonEventTable(stack, 'Events', {
  bucket,
  prefix: 'events',
  topics: ['app_logs'],
  database: 'clicks',
  table: 'app_logs',
})
stack.exportValue(events.view.view.ref)
// end
