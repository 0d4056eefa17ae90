import { describe, expect, test } from '@jest/globals'
import { securityPlan, type Templates } from '../../src/synth/index.js'

describe('securityPlan', () => {
  test('GIVEN one template WHEN listed THEN rules and statements are read in full', () => {
    // GIVEN
    const templates: Templates = {
      Stack: {
        Parameters: { Peer: { Type: 'String' } },
        Resources: {
          Group: {
            Type: 'AWS::EC2::SecurityGroup',
            Properties: { SecurityGroupEgress: [{ CidrIp: '255.255.255.255/32', IpProtocol: 'icmp' }] },
          },
          Open: { Type: 'AWS::EC2::SecurityGroup', Properties: {} },
          Rule: {
            Type: 'AWS::EC2::SecurityGroupIngress',
            Properties: {
              GroupId: { 'Fn::GetAtt': ['Group', 'GroupId'] },
              SourceSecurityGroupId: { Ref: 'Peer' },
              IpProtocol: 'tcp',
              FromPort: 1,
              ToPort: 2,
              Description: 'why',
            },
          },
          Role: {
            Type: 'AWS::IAM::Role',
            Properties: {
              AssumeRolePolicyDocument: {
                Statement: [
                  { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'ecs-tasks.amazonaws.com' } },
                ],
              },
              Policies: [
                {
                  PolicyDocument: {
                    Statement: {
                      Effect: 'Allow',
                      Action: 'iam:PassRole',
                      Resource: { 'Fn::Sub': 'arn:${AWS::Partition}:x' },
                    },
                  },
                },
              ],
            },
          },
        },
      },
    }

    // THEN
    expect(securityPlan(templates)).toEqual({
      rules: [
        {
          stack: 'Stack',
          resource: 'Open',
          group: '${Stack/Open.GroupId}',
          direction: 'egress',
          protocol: '-1',
          peer: '0.0.0.0/0',
          reason: 'default of EC2: the group has no rule for what goes out',
        },
        {
          stack: 'Stack',
          resource: 'Rule',
          group: '${Stack/Group.GroupId}',
          direction: 'ingress',
          protocol: 'tcp',
          fromPort: 1,
          toPort: 2,
          peer: '${Peer}',
          reason: 'why',
        },
      ],
      statements: [
        {
          stack: 'Stack',
          resource: 'Role',
          roles: ['Stack/Role'],
          kind: 'trust',
          effect: 'Allow',
          actions: ['sts:AssumeRole'],
          resources: [],
          principals: ['ecs-tasks.amazonaws.com'],
          reason: 'collector tasks take this role when they start',
        },
        {
          stack: 'Stack',
          resource: 'Role',
          roles: ['Stack/Role'],
          kind: 'identity',
          effect: 'Allow',
          actions: ['iam:PassRole'],
          resources: ['arn:${AWS::Partition}:x'],
          principals: [],
        },
      ],
      policies: [],
    })
  })
})
