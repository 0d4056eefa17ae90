/**
 * The feature flags of every app, in the generated `cdk.json` and in process alike: both must give the same templates.
 * Every flag that `cdk init` of aws-cdk-lib 2.276.0 would set and that touches a service in these stacks, so that what people
 * add to a project behaves as in a new one; their meaning: FEATURE_FLAGS.md there. Left out are two:
 * `minimizePolicies` (statements stay apart, each with its reason) and `enablePartitionLiterals` (one template for all partitions).
 */
export const FEATURE_FLAGS: Readonly<Record<string, boolean>> = {
  // What CloudFormation would refuse stops synth; as a warning it would be read after the deployment has failed.
  '@aws-cdk/core:validateAgainstDefaultRules': true,
  '@aws-cdk/core:annotationsInValidationReport': true,
  // A secret's value in a plain property stops synth.
  '@aws-cdk/core:checkSecretUsage': true,
  '@aws-cdk/core:aspectPrioritiesMutating': true,
  '@aws-cdk/core:explicitStackTags': true,
  '@aws-cdk/core:includePrefixInUniqueNameGeneration': true,
  '@aws-cdk/core:validateSnapshotRemovalPolicy': true,
  '@aws-cdk/aws-ec2:restrictDefaultSecurityGroup': true,
  '@aws-cdk/aws-ecs:arnFormatIncludesClusterName': true,
  '@aws-cdk/aws-ecs:disableExplicitDeploymentControllerForCircuitBreaker': true,
  '@aws-cdk/aws-ecs:reduceEc2FargateCloudWatchPermissions': true,
  '@aws-cdk/aws-ecs:removeDefaultDeploymentAlarm': true,
  '@aws-cdk/aws-ecs:removeEmptyLoadBalancers': true,
  '@aws-cdk/aws-elasticloadbalancingV2:albDualstackWithoutPublicIpv4SecurityGroupRulesDefault': true,
  // A load balancer made without security groups can never be given any.
  '@aws-cdk/aws-elasticloadbalancingv2:networkLoadBalancerWithSecurityGroupByDefault': true,
  '@aws-cdk/aws-elasticloadbalancingv2:usePostQuantumTlsPolicy': true,
  '@aws-cdk/aws-iam:importedRoleStackSafeDefaultPolicyName': true,
  '@aws-cdk/aws-kms:aliasNameRef': true,
  '@aws-cdk/aws-kms:applyImportedAliasPermissionsToPrincipal': true,
  '@aws-cdk/aws-kms:reduceCrossAccountRegionPolicyScope': true,
  '@aws-cdk/aws-s3:createDefaultLoggingPolicy': true,
  '@aws-cdk/aws-s3:publicAccessBlockedByDefault': true,
  '@aws-cdk/aws-s3:serverAccessLogsUseBucketPolicy': true,
}

/** What the CDK command line adds by itself; given here for synth in process. */
export const COMMAND_LINE_CONTEXT: Readonly<Record<string, boolean>> = {
  'aws:cdk:enable-path-metadata': true,
  'aws:cdk:enable-asset-metadata': true,
}
