import type { Assembly } from '../assembly/open-assembly.js'

/** What the account would answer here: parameters that a template asks for, and pseudo parameters. */
export function localValues({ spec, templates }: Assembly, kafka: string): Record<string, string> {
  const asked = Object.values(templates).flatMap(({ Parameters = {} }) =>
    Object.entries(Parameters).filter(([, { Default }]) => Default === undefined),
  )
  return {
    ...Object.fromEntries(asked.map(([name]) => [name, `local-${name}`])),
    'AWS::Region': spec.region,
    'AWS::Partition': 'aws',
    'AWS::AccountId': spec.account ?? '000000000000',
    'AWS::URLSuffix': 'amazonaws.com',
    KafkaBootstrapServers: kafka,
    ConnectBootstrapServers: kafka,
    // Consumer groups end with the UUID in it, which is a cluster's own.
    KafkaClusterArn: `arn:aws:kafka:${spec.region}:000000000000:cluster/local/00000000-0000-0000-0000-000000000000-1`,
  }
}
