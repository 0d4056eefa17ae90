import { ClickstreamIngestion } from 'clickstream-agents/constructs'
import { existing } from './existing.js'

export const { app, stack, vpc, kafka, bucket } = existing('ClickstreamIngestion')

// snippet
new ClickstreamIngestion(stack, 'Clicks', { vpc, kafka, bucket })
// end
