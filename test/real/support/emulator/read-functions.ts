import { AthenaClient, GetWorkGroupCommand } from '@aws-sdk/client-athena'
import { CloudWatchLogsClient, DescribeMetricFiltersCommand } from '@aws-sdk/client-cloudwatch-logs'
import { DescribeRuleCommand, EventBridgeClient, ListTargetsByRuleCommand } from '@aws-sdk/client-eventbridge'
import { GetFunctionConfigurationCommand, LambdaClient } from '@aws-sdk/client-lambda'
import { DescribeStateMachineCommand, SFNClient } from '@aws-sdk/client-sfn'
import type { Emulator } from './emulator.js'
import type { Reader } from './read-back.js'

/** How what runs, and what makes it run, is read. */
export function functionReaders({ client }: Emulator): Readonly<Record<string, Reader>> {
  const lambda = new LambdaClient(client)
  const events = new EventBridgeClient(client)
  const athena = new AthenaClient(client)
  const logs = new CloudWatchLogsClient(client)
  const states = new SFNClient(client)
  return {
    'AWS::Lambda::Function': async (FunctionName) => lambda.send(new GetFunctionConfigurationCommand({ FunctionName })),
    'AWS::Events::Rule': async (id) => {
      const Name = id.split('|').pop()?.split('/').pop() ?? ''
      const rule = await events.send(new DescribeRuleCommand({ Name }))
      const { Targets } = await events.send(new ListTargetsByRuleCommand({ Rule: Name }))
      return { ...rule, Targets, EventPattern: rule.EventPattern && (JSON.parse(rule.EventPattern) as object) }
    },
    'AWS::Athena::WorkGroup': async (WorkGroup) => {
      const { WorkGroup: found } = await athena.send(new GetWorkGroupCommand({ WorkGroup }))
      return { ...found, WorkGroupConfiguration: found?.Configuration }
    },
    'AWS::Logs::MetricFilter': async (filterNamePrefix, { LogGroupName }) => {
      const logGroupName = String(LogGroupName)
      const { metricFilters } = await logs.send(new DescribeMetricFiltersCommand({ logGroupName, filterNamePrefix }))
      return metricFilters?.[0]
    },
    'AWS::StepFunctions::StateMachine': async (stateMachineArn) => {
      const found = await states.send(new DescribeStateMachineCommand({ stateMachineArn }))
      return { ...found, DefinitionString: found.definition }
    },
  }
}
