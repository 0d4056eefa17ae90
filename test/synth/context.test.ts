import { describe, expect, test } from '@jest/globals'
import { createRequire } from 'node:module'
import { FEATURE_FLAGS } from '../../src/synth/context.js'

/** Namespaces of flags for what these stacks make. */
const OURS = /^@aws-cdk\/(core|aws-ec2|aws-ecs|aws-elasticloadbalancingv2|aws-iam|aws-kms|aws-s3|aws-secretsmanager):/i

/** Flags of these namespaces that say nothing about these stacks, or are left out on purpose (see `FEATURE_FLAGS`). */
const LEFT_OUT = [
  '@aws-cdk/aws-ec2:bastionHostUseAmazonLinux2023ByDefault',
  '@aws-cdk/aws-ec2:ebsDefaultGp3Volume',
  '@aws-cdk/aws-ec2:ec2SumTImeoutEnabled',
  '@aws-cdk/aws-ec2:launchTemplateDefaultUserData',
  '@aws-cdk/aws-ec2:requirePrivateSubnetsForEgressOnlyInternetGateway',
  '@aws-cdk/aws-ec2:uniqueImdsv2TemplateName',
  '@aws-cdk/aws-iam:minimizePolicies',
  '@aws-cdk/aws-iam:oidcRejectUnauthorizedConnections',
  '@aws-cdk/aws-s3:keepNotificationInImportedBucket',
  '@aws-cdk/aws-s3:setUniqueReplicationRoleName',
  '@aws-cdk/aws-secretsmanager:useAttachedSecretResourcePolicyForSecretTargetAttachments',
  '@aws-cdk/core:cfnIncludeRejectComplexResourceUpdateCreatePolicyIntrinsics',
  '@aws-cdk/core:defaultCrossStackReferences',
  '@aws-cdk/core:enableAdditionalMetadataCollection',
  '@aws-cdk/core:enablePartitionLiterals',
  '@aws-cdk/core:target-partitions',
]

describe('the feature flags of every app', () => {
  test('GIVEN what a new CDK project sets WHEN compared THEN each flag for these services is set alike, or left out on purpose', () => {
    const recommended = createRequire(import.meta.url)('aws-cdk-lib/recommended-feature-flags.json') as Record<
      string,
      unknown
    >
    const ours = Object.entries(recommended).filter(([name]) => OURS.test(name) && !LEFT_OUT.includes(name))
    expect(Object.entries(FEATURE_FLAGS).sort()).toEqual(ours.sort())
    expect(LEFT_OUT.filter((name) => !(name in recommended))).toEqual([])
  })
})
