import { like } from './well-typed.js'

// What props of several constructs are, by what is used of them: an interface has no constructor, and a class may come from another copy.
export const VPC = like('an ec2.IVpc', 'vpcId', 'selectSubnets')
export const SUBNETS = like('an ec2.SubnetSelection')
export const KAFKA = like('a KafkaClusterReference', 'bootstrapServers', 'auth')
export const WORKERS = like('a ConnectWorkers', 'configuration', 'kafka')
export const BUCKET = like('an s3.IBucket', 'bucketName', 'arnForObjects')
export const KEY = like('a kms.IKey', 'keyArn', 'grant')
export const COLLECTOR = like('an ICollectorService', 'service', 'cluster', 'scaling')
export const TOPIC = like('an sns.ITopic', 'topicArn', 'grantPublish')
export const RECORD = like('an object of texts')
export const PERIODS = ['hour', 'day', 'month', 'year'] as const
