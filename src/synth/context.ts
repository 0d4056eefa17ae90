/**
 * The feature flags of every app, in the generated `cdk.json` and in process alike: both must give the same templates.
 * Only flags that touch a service in these stacks; their meaning: FEATURE_FLAGS.md of aws-cdk-lib 2.276.0.
 */
export const FEATURE_FLAGS: Readonly<Record<string, boolean>> = {
  // What CloudFormation would refuse stops synth; as a warning it would be read after the deployment has failed.
  '@aws-cdk/core:validateAgainstDefaultRules': true,
  '@aws-cdk/core:annotationsInValidationReport': true,
  // A secret's value in a plain property stops synth.
  '@aws-cdk/core:checkSecretUsage': true,
  '@aws-cdk/core:aspectPrioritiesMutating': true,
  '@aws-cdk/aws-ecs:disableExplicitDeploymentControllerForCircuitBreaker': true,
  '@aws-cdk/aws-ecs:removeDefaultDeploymentAlarm': true,
  // A load balancer made without security groups can never be given any.
  '@aws-cdk/aws-elasticloadbalancingv2:networkLoadBalancerWithSecurityGroupByDefault': true,
}

/** What the CDK command line adds by itself; given here for synth in process. */
export const COMMAND_LINE_CONTEXT: Readonly<Record<string, boolean>> = {
  'aws:cdk:enable-path-metadata': true,
}
