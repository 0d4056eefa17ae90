import { ClickstreamError } from '../../errors.js'

/** The innermost message: the client wraps what a broker answers. */
export function saidByKafka(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return saidByKafka(error.errors.at(-1))
  if (error instanceof Error) return error.cause instanceof Error ? saidByKafka(error.cause) : error.message
  return String(error)
}

/** Kafka could not be read. */
export function kafkaUnreadable(topic: string, cause: unknown): ClickstreamError {
  return new ClickstreamError(`the topic ${topic} cannot be read: ${saidByKafka(cause)}`, {
    code: 'TopicUnreadable',
    hint: 'look whether the topic exists and the brokers answer',
    source: 'tool',
    cause,
  })
}

/** Kafka did not acknowledge records. */
export function kafkaUnwritable(topics: readonly string[], cause: unknown): ClickstreamError {
  return new ClickstreamError(`records for ${topics.join(', ')} were not acknowledged: ${saidByKafka(cause)}`, {
    code: 'RecordsNotAcknowledged',
    hint: 'look whether the brokers answer; what was acknowledged before stays',
    source: 'tool',
    cause,
  })
}
