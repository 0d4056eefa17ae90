import type * as kms from 'aws-cdk-lib/aws-kms'
import type { CollectorService } from '../collector-service/collector-service.js'
import type { KafkaConnector } from '../kafka-connector/kafka-connector.js'
import type { LoadBalancerMetrics } from '../load-balancer/load-balancer-props.js'

export interface ObservabilityProps {
  /**
   * Address that gets an e-mail for each alarm, after it has confirmed the subscription.
   *
   * @default - alarms change colour and tell nobody
   */
  readonly alarmEmail?: string

  /**
   * Encrypts the alarm topic. Its policy must let CloudWatch use it.
   *
   * @default - not encrypted: an alarm holds no event
   */
  readonly encryptionKey?: kms.IKey

  /**
   * Name of the dashboard.
   *
   * @default - no dashboard
   */
  readonly dashboardName?: string
}

export interface CollectorObservabilityProps extends ObservabilityProps {
  readonly collector: CollectorService

  /** What the load balancer in front of the collectors measures. */
  readonly loadBalancer: LoadBalancerMetrics
}

export interface ConnectorObservabilityProps extends ObservabilityProps {
  readonly connectors: readonly KafkaConnector[]
}
