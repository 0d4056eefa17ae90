import { deadLetterTopicName } from '../../spec/derived-names.js'
import type { Spec } from '../../spec/schema.js'
import { sinkName } from '../sink-name.js'
import type { WatchedSink } from './sink-freshness.js'

/** The sinks of a spec; `mostSeconds`: longest interval of the site, where it stores more often than the spec says. */
export function watchedSinks(spec: Spec, mostSeconds = Infinity): WatchedSink[] {
  return spec.sinks.map((sink, index) => ({
    name: sinkName(sink),
    sink,
    deadLetterTopic: deadLetterTopicName(spec, index),
    storeSeconds: Math.min(sink.type === 'iceberg' ? sink.commitSeconds : sink.flushSeconds, mostSeconds),
  }))
}
