export { sinkFreshness, type SinkFreshness, type WaitingEvent, type WatchedSink } from './sink-freshness.js'
export { watchedSinks } from './watched-sinks.js'
