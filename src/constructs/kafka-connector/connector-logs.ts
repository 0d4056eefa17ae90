import type * as kafkaconnect from 'aws-cdk-lib/aws-kafkaconnect'
import type * as logs from 'aws-cdk-lib/aws-logs'
import type * as s3 from 'aws-cdk-lib/aws-s3'

export interface S3ConnectorLogsProps {
  /**
   * Beginning of the keys.
   *
   * @default - none
   */
  readonly prefix?: string
}

/** What a connector gets of its log destination. */
export interface BoundConnectorLogs {
  readonly logGroup?: logs.ILogGroup
  readonly delivery?: kafkaconnect.CfnConnector.LogDeliveryProperty
}

/** Where the workers' logs go. Another destination makes a new connector. */
export abstract class ConnectorLogs {
  /** To CloudWatch Logs; without a log group the connector makes its own. */
  static cloudWatch(logGroup?: logs.ILogGroup): ConnectorLogs {
    return new BoundLater((makeLogGroup) => {
      const bound = logGroup ?? makeLogGroup()
      return {
        logGroup: bound,
        delivery: { workerLogDelivery: { cloudWatchLogs: { enabled: true, logGroup: bound.logGroupName } } },
      }
    })
  }

  /** To a bucket whose policy lets the log delivery service write. */
  static s3(bucket: s3.IBucket, { prefix }: S3ConnectorLogsProps = {}): ConnectorLogs {
    return new BoundLater(() => ({
      delivery: {
        workerLogDelivery: {
          s3: { enabled: true, bucket: bucket.bucketName, ...(prefix !== undefined && { prefix }) },
        },
      },
    }))
  }

  /** To a Firehose stream. */
  static firehose(deliveryStreamName: string): ConnectorLogs {
    return new BoundLater(() => ({
      delivery: { workerLogDelivery: { firehose: { enabled: true, deliveryStream: deliveryStreamName } } },
    }))
  }

  /** Nowhere: a connector that fails does not say why. */
  static none(): ConnectorLogs {
    return new BoundLater(() => ({}))
  }

  abstract bind(makeLogGroup: () => logs.ILogGroup): BoundConnectorLogs
}

class BoundLater extends ConnectorLogs {
  constructor(override readonly bind: (makeLogGroup: () => logs.ILogGroup) => BoundConnectorLogs) {
    super()
  }
}
