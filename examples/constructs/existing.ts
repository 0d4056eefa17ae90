import { App, Stack } from 'aws-cdk-lib/core'
import * as ec2 from 'aws-cdk-lib/aws-ec2'
import * as s3 from 'aws-cdk-lib/aws-s3'
import { KafkaClusterReference } from 'clickstream-agents/constructs'

/** An app with what somebody has already: VPC, cluster and bucket. Nothing is looked up in an account. */
export function existing(name: string) {
  const app = new App({ analyticsReporting: false })
  const stack = new Stack(app, name, { env: { region: 'eu-central-1' } })
  const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Vpc', {
    vpcId: 'vpc-0a1b2c3d4e5f60718',
    vpcCidrBlock: '10.0.0.0/16',
    availabilityZones: ['eu-central-1a', 'eu-central-1b'],
    publicSubnetIds: ['subnet-0ccccccccccccccc3', 'subnet-0ddddddddddddddd4'],
    publicSubnetRouteTableIds: ['rtb-0ccccccccccccccc3', 'rtb-0ddddddddddddddd4'],
    privateSubnetIds: ['subnet-0aaaaaaaaaaaaaaa1', 'subnet-0bbbbbbbbbbbbbbb2'],
    privateSubnetRouteTableIds: ['rtb-0aaaaaaaaaaaaaaa1', 'rtb-0bbbbbbbbbbbbbbb2'],
  })
  const kafka = new KafkaClusterReference({
    auth: 'iam',
    clusterArn: 'arn:aws:kafka:eu-central-1:123456789012:cluster/orders-prod/0a1b2c3d-1111-2222-3333-444455556666-7',
    bootstrapServers: 'b-1.orders.example:9098,b-2.orders.example:9098',
    securityGroup: ec2.SecurityGroup.fromSecurityGroupId(stack, 'KafkaSecurityGroup', 'sg-0123456789abcdef0'),
  })
  const bucket = s3.Bucket.fromBucketName(stack, 'Lake', 'my-data-bucket')
  return { app, stack, vpc, kafka, bucket }
}
