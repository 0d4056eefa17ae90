import { Duration } from 'aws-cdk-lib/core'
import { Alarms, EventCanary } from 'clickstream-agents/constructs'
import { existing } from './existing.js'

export const { app, stack, bucket } = existing('EventCanary')

// snippet
const alarms = new Alarms(stack, 'Alarms', { alarmEmail: 'ops@example.com' })
new EventCanary(stack, 'Canary', {
  name: 'clicks',
  url: 'https://collect.example.com/collect',
  topics: ['app_logs'],
  sinks: [
    { name: 'json', type: 's3-json', bucket, prefix: 'events', topics: ['app_logs'], interval: Duration.seconds(60) },
  ],
  alarms,
})
// end
