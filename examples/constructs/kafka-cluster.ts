import * as ec2 from 'aws-cdk-lib/aws-ec2'
import * as iam from 'aws-cdk-lib/aws-iam'
import { KafkaClusterReference } from 'clickstream-agents/constructs'
import { existing } from './existing.js'

export const { app, stack, vpc } = existing('KafkaCluster')
const brokers = ec2.SecurityGroup.fromSecurityGroupId(stack, 'Brokers', 'sg-0fedcba9876543210')
const role = new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('ecs-tasks.amazonaws.com') })
const client = new ec2.SecurityGroup(stack, 'Client', { vpc, allowAllOutbound: false })

// snippet
const cluster = new KafkaClusterReference({
  auth: 'iam',
  clusterArn: 'arn:aws:kafka:eu-central-1:123456789012:cluster/clicks/0a1b2c3d-1111-2222-3333-444455556666-7',
  bootstrapServers: 'b-1.clicks.example:9098,b-2.clicks.example:9098',
  securityGroup: brokers,
})
cluster.grantProduce(role, ['app_logs'])
cluster.allowFrom(stack, client, 'Events from my service to Kafka')
// end
