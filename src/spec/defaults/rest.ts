import { fillBuckets } from './bucket.js'
import type { Known } from '../known.js'
import { indexesBelow } from '../paths.js'

/** Name, network, backup, images and observability. */
export function fillRest(known: Known): void {
  known.byDefault('apiVersion', 'clickstream/v1')
  known.byDefault('name', 'clickstream')
  known.byDefault('network.exposure', 'internet')
  fillBuckets(known, ['backup.bucket'])
  known.byDefault('backup.prefix', backupPrefix(known))
  if (known.fact('images.repository') !== undefined || known.fact('images.tag') !== undefined) {
    known.derive('images.source', 'ecr', 'an ECR repository or tag was named')
  }
  known.byDefault('images.source', 'asset')
  known.byDefault('observability.logRetentionDays', 30)
  known.byDefault('observability.dashboard', true)
}

/** `backup`, or `clickstream-backup` where a sink already writes below `backup` in the same bucket. */
function backupPrefix(known: Known): string {
  const isTaken = indexesBelow(known.facts, 'sinks').some((index) => {
    const prefix = known.value<string>(`sinks.${index}.prefix`) ?? ''
    return known.value(`sinks.${index}.bucket`) === known.value('backup.bucket') && /^backup(?:\/|$)/.test(prefix)
  })
  return isTaken ? 'clickstream-backup' : 'backup'
}
