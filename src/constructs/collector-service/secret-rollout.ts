import { ArnFormat, RemovalPolicy, Stack } from 'aws-cdk-lib/core'
import type * as ecs from 'aws-cdk-lib/aws-ecs'
import * as events from 'aws-cdk-lib/aws-events'
import * as iam from 'aws-cdk-lib/aws-iam'
import type * as kms from 'aws-cdk-lib/aws-kms'
import * as logs from 'aws-cdk-lib/aws-logs'
import type * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager'
import { CfnStateMachine } from 'aws-cdk-lib/aws-stepfunctions'
import { Construct } from 'constructs'
import { acknowledge } from '../nag/acknowledge.js'

/** MSK takes so long to know a changed password. Source: MSK developer guide, "Working with users". */
const PROPAGATION_SECONDS = 600

export interface SecretRolloutProps {
  readonly service: ecs.FargateService

  /** Its tasks read it when they start, and never again. */
  readonly secret: secretsmanager.ISecret

  readonly encryptionKey: kms.IKey | undefined

  readonly logRetention: logs.RetentionDays | undefined
}

/**
 * Starts new tasks when the secret has a new value, whoever changed it: Secrets Manager's own event, which needs no trail, starts
 * a state machine that waits until the brokers know the password, and then asks ECS for a new deployment.
 */
export class SecretRollout extends Construct {
  constructor(scope: Construct, id: string, { service, secret, encryptionKey, logRetention }: SecretRolloutProps) {
    super(scope, id)
    const stack = Stack.of(this)
    const logGroup = new logs.LogGroup(this, 'Logs', {
      // Under this prefix the policy of the log delivery, whose length is limited, names all of them at once.
      logGroupName: `/aws/vendedlogs/states/${stack.stackName}-secret-rollout`,
      retention: logRetention ?? logs.RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
      ...(encryptionKey && { encryptionKey }),
    })
    const machine = new CfnStateMachine(this, 'Machine', {
      definitionString: stack.toJsonString(definition(stack, service)),
      roleArn: this.machineRole(service).roleArn,
      loggingConfiguration: {
        level: 'ALL',
        destinations: [{ cloudWatchLogsLogGroup: { logGroupArn: logGroup.logGroupArn } }],
      },
      tracingConfiguration: { enabled: true },
    })
    const starter = new iam.Role(this, 'StarterRole', {
      assumedBy: new iam.ServicePrincipal('events.amazonaws.com'),
      description: 'Starts the rollout of a changed Kafka secret',
      inlinePolicies: {
        Start: new iam.PolicyDocument({
          statements: [new iam.PolicyStatement({ actions: ['states:StartExecution'], resources: [machine.attrArn] })],
        }),
      },
    })
    new events.Rule(this, 'Rule', {
      description: 'The Kafka secret has a new value',
      eventPattern: {
        source: ['aws.secretsmanager'],
        detailType: ['Secret Label Updated'],
        resources: arnPatterns(secret),
        detail: { labelUpdated: ['AWSCURRENT'] },
      },
      targets: [{ bind: () => ({ arn: machine.attrArn, role: starter }) }],
    })
  }

  private machineRole(service: ecs.FargateService): iam.Role {
    const role = new iam.Role(this, 'MachineRole', {
      assumedBy: new iam.ServicePrincipal('states.amazonaws.com'),
      description: 'Starts the collectors again, and nothing else',
      inlinePolicies: {
        Deploy: new iam.PolicyDocument({
          statements: [
            new iam.PolicyStatement({ actions: ['ecs:UpdateService'], resources: [service.serviceArn] }),
            new iam.PolicyStatement({ actions: [...LOG_DELIVERY, ...TRACING], resources: ['*'] }),
          ],
        }),
      },
    })
    acknowledge(
      role,
      'AwsSolutions-IAM5[Resource::*]',
      'log deliveries and traces, which the state machine makes of its own runs, know no resources',
    )
    return role
  }
}

// Source: Step Functions developer guide, "Using CloudWatch Logs to log execution history" and "Trace Step Functions using X-Ray".
const LOG_DELIVERY = [
  'logs:CreateLogDelivery',
  'logs:DeleteLogDelivery',
  'logs:DescribeLogGroups',
  'logs:DescribeResourcePolicies',
  'logs:GetLogDelivery',
  'logs:ListLogDeliveries',
  'logs:PutResourcePolicy',
  'logs:UpdateLogDelivery',
]
const TRACING = [
  'xray:GetSamplingRules',
  'xray:GetSamplingTargets',
  'xray:PutTelemetryRecords',
  'xray:PutTraceSegments',
]

function definition(stack: Stack, service: ecs.FargateService): object {
  return {
    StartAt: 'WaitForBrokers',
    States: {
      WaitForBrokers: { Type: 'Wait', Seconds: PROPAGATION_SECONDS, Next: 'StartTasks' },
      StartTasks: {
        Type: 'Task',
        Resource: stack.formatArn({
          service: 'states',
          region: '',
          account: '',
          resource: 'aws-sdk:ecs:updateService',
          arnFormat: ArnFormat.COLON_RESOURCE_NAME,
        }),
        Parameters: { Cluster: service.cluster.clusterArn, Service: service.serviceArn, ForceNewDeployment: true },
        Retry: [{ ErrorEquals: ['States.ALL'], IntervalSeconds: 30, MaxAttempts: 5, BackoffRate: 2 }],
        End: true,
      },
    },
  }
}

/** A partial ARN lacks the hyphen and the six characters that Secrets Manager adds. */
function arnPatterns({ secretFullArn, secretArn }: secretsmanager.ISecret): string[] {
  return secretFullArn === undefined ? [secretArn, ...events.Match.prefix(`${secretArn}-`)] : [secretArn]
}
