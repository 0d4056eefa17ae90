import { isKnown, type MaybeProblem } from '../platform/check-props.js'
import type { KafkaConnectorProps } from './kafka-connector-props.js'

/** What MSK Connect, or the worker, would refuse after minutes of a deployment. */
export function connectorProblems(
  props: Pick<KafkaConnectorProps, 'configuration' | 'kafkaConnectVersion'>,
): MaybeProblem[] {
  const { configuration, kafkaConnectVersion = '3.7.x' } = props
  const overrides = Object.keys(configuration).filter((key) => /^(?:admin|consumer|producer)\.override\./.test(key))
  return [
    configuration['connector.class'] === undefined && {
      code: 'ConnectorClassMissing',
      message: 'the configuration has no connector.class',
      hint: "name the plugin's connector class in full",
    },
    ...Object.entries(configuration).map(
      ([key, value]) =>
        isKnown(value) &&
        typeof value !== 'string' && {
          code: 'SettingInvalid',
          message: `${key} is ${JSON.stringify(value)}, and Kafka Connect takes text`,
          hint: `write it in quotes`,
        },
    ),
    // The worker's policy is None before 3.0 (KIP-722), and MSK Connect lets nobody change it.
    isKnown(kafkaConnectVersion) &&
      /^2\./.test(kafkaConnectVersion) &&
      overrides.length > 0 && {
        code: 'OverrideRefused',
        message: `workers of ${kafkaConnectVersion} refuse ${overrides.join(', ')}`,
        hint: "run on 3.7.x; or leave them out, and follow docs/replace-a-connector.md when the connector's name changes",
      },
  ]
}
