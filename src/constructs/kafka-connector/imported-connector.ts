import { Fn } from 'aws-cdk-lib/core'
import type { Construct } from 'constructs'
import { checkProps, isKnown } from '../platform/check-props.js'
import { KafkaConnectorBase } from './kafka-connector-base.js'

const ARN = /^arn:[a-z-]+:kafkaconnect:[a-z0-9-]+:\d{12}:connector\/([^/]+)\/[0-9a-z-]+$/

/** A connector that was made elsewhere. */
export class ImportedConnector extends KafkaConnectorBase {
  readonly connectorName: string

  constructor(
    scope: Construct,
    id: string,
    readonly connectorArn: string,
  ) {
    const isWrong = isKnown(connectorArn) && !ARN.test(connectorArn)
    super(scope, id, isWrong ? {} : { environmentFromArn: connectorArn })
    this.connectorName = isKnown(connectorArn)
      ? (ARN.exec(connectorArn)?.[1] ?? 'unknown')
      : Fn.select(1, Fn.split('/', connectorArn))
    checkProps(this, [
      isWrong && {
        code: 'ConnectorArnInvalid',
        message: `${JSON.stringify(connectorArn)} is no ARN of a connector`,
        hint: 'it looks like arn:<partition>:kafkaconnect:<region>:<account>:connector/<name>/<id>; see aws kafkaconnect list-connectors',
      },
    ])
  }
}
