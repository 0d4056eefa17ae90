import { DescribeServicesCommand, ECSClient } from '@aws-sdk/client-ecs'
import { PutSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import type { DeployedStack } from './deployed-stack.js'
import type { Emulator } from './emulator.js'

/** Gives a secret another value; a pending one is what a rotation begins with, and nobody reads it yet. */
export async function putPassword(
  emulator: Emulator,
  SecretId: string,
  password: string,
  stage: 'AWSCURRENT' | 'AWSPENDING' = 'AWSCURRENT',
): Promise<void> {
  const SecretString = JSON.stringify({ username: 'collector', password })
  const secrets = new SecretsManagerClient(emulator.client)
  await secrets.send(new PutSecretValueCommand({ SecretId, SecretString, VersionStages: [stage] }))
}

/** Ids of the deployments that a stack's service has now. */
export async function deploymentsOf(emulator: Emulator, stack: DeployedStack | undefined): Promise<string[]> {
  const ecs = new ECSClient(emulator.client)
  const [service = ''] = Object.values(stack?.physicalIds('AWS::ECS::Service') ?? {})
  const [cluster = ''] = Object.values(stack?.physicalIds('AWS::ECS::Cluster') ?? {})
  const { services } = await ecs.send(new DescribeServicesCommand({ cluster, services: [service] }))
  return (services?.[0]?.deployments ?? []).map(({ id = '' }) => id)
}
