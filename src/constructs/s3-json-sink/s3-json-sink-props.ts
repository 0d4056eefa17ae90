import type { Duration } from 'aws-cdk-lib/core'
import type { SinkProps } from '../kafka-connector/sink-props.js'

export interface S3JsonSinkProps extends SinkProps {
  /** Key prefix in the bucket, without a slash at either end. */
  readonly prefix: string

  /**
   * Longest time until an event is in the bucket.
   *
   * @default Duration.seconds(60)
   */
  readonly flush?: Duration

  /**
   * Folders by the record's time.
   *
   * @default 'hour'
   */
  readonly partitionBy?: 'hour' | 'day' | 'month' | 'year'
}
