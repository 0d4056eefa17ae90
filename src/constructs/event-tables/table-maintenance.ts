import { Duration, Stack } from 'aws-cdk-lib/core'
import * as glue from 'aws-cdk-lib/aws-glue'
import * as iam from 'aws-cdk-lib/aws-iam'
import type * as kms from 'aws-cdk-lib/aws-kms'
import type * as s3 from 'aws-cdk-lib/aws-s3'
import { Construct } from 'constructs'
import { CONTROL_RETENTION_HOURS } from '../../spec/topic-plan.js'
import { acknowledgeWildcard } from '../nag/acknowledge.js'
import { checkProps, isKnown, type MaybeProblem } from '../platform/check-props.js'

export interface TableMaintenanceOptions {
  /**
   * Snapshots that are older go, with the files that only they need.
   *
   * @default Duration.days(8)
   */
  readonly snapshotRetention?: Duration

  /**
   * Files under the table's location that are older and that no snapshot knows are deleted.
   *
   * @default Duration.days(8)
   */
  readonly orphanFileAge?: Duration
}

export interface TableMaintenanceProps extends TableMaintenanceOptions {
  /** The Iceberg table. */
  readonly table: glue.CfnTable

  readonly database: string

  readonly tableName: string

  readonly bucket: s3.IBucket

  /** Key prefix of the table's files. */
  readonly prefix: string

  /**
   * Key that the files are encrypted with.
   *
   * @default - none of the account's own
   */
  readonly encryptionKey?: kms.IKey
}

/**
 * A commit may be pending for as long as the control topic keeps it. Until then its files are in no snapshot, and the sink reads
 * from the snapshots what it has committed before: both have to outlive it by a day.
 */
const LEAST_DAYS = CONTROL_RETENTION_HOURS / 24 + 1

/** Commits that are kept whatever their age, so that a table without traffic still says what it has. */
const SNAPSHOTS_KEPT = 10

/**
 * Compaction, snapshot retention and removal of orphan files by Glue's own optimizers, under a role for this table alone. Whoever
 * owns the prefix acknowledges the wildcard over its files, once for all roles.
 */
export class TableMaintenance extends Construct {
  readonly role: iam.Role

  constructor(scope: Construct, id: string, props: TableMaintenanceProps) {
    super(scope, id)
    const { snapshotRetention = Duration.days(LEAST_DAYS), orphanFileAge = Duration.days(LEAST_DAYS) } = props
    checkProps(this, [ageProblem('snapshotRetention', snapshotRetention), ageProblem('orphanFileAge', orphanFileAge)])
    this.role = this.makeRole(props)
    this.optimizer(props, 'Compaction', 'compaction', {
      compactionConfiguration: { icebergConfiguration: { strategy: 'binpack' } },
    })
    this.optimizer(props, 'Retention', 'retention', {
      retentionConfiguration: {
        icebergConfiguration: {
          snapshotRetentionPeriodInDays: days(snapshotRetention),
          numberOfSnapshotsToRetain: SNAPSHOTS_KEPT,
          cleanExpiredFiles: true,
        },
      },
    })
    this.optimizer(props, 'OrphanFiles', 'orphan_file_deletion', {
      orphanFileDeletionConfiguration: {
        icebergConfiguration: { orphanFileRetentionPeriodInDays: days(orphanFileAge) },
      },
    })
  }

  private optimizer(
    { table, database, tableName }: TableMaintenanceProps,
    id: string,
    type: string,
    configuration: Partial<glue.CfnTableOptimizer.TableOptimizerConfigurationProperty>,
  ): void {
    const optimizer = new glue.CfnTableOptimizer(this, id, {
      catalogId: Stack.of(this).account,
      databaseName: database,
      tableName,
      type,
      tableOptimizerConfiguration: { enabled: true, roleArn: this.role.roleArn, ...configuration },
    })
    optimizer.addResourceDependency(table)
  }

  /** Source of the actions: Glue developer guide, "Table optimization prerequisites", read 2026-11. */
  private makeRole({ bucket, prefix, database, tableName, encryptionKey }: TableMaintenanceProps): iam.Role {
    const stack = Stack.of(this)
    const glueArn = (resource: string, resourceName?: string): string =>
      stack.formatArn({ service: 'glue', resource, ...(resourceName !== undefined && { resourceName }) })
    const objects = bucket.arnForObjects(`${prefix}/*`)
    const logs = `${stack.formatArn({ service: 'logs', resource: 'log-group:/aws-glue/iceberg-*/logs' })}:*`
    const statements = [
      new iam.PolicyStatement({
        actions: ['s3:DeleteObject', 's3:GetObject', 's3:PutObject'],
        resources: [objects],
      }),
      new iam.PolicyStatement({
        actions: ['s3:ListBucket'],
        resources: [bucket.bucketArn],
        conditions: { StringLikeIfExists: { 's3:prefix': [prefix, `${prefix}/*`] } },
      }),
      new iam.PolicyStatement({
        actions: ['glue:GetTable', 'glue:UpdateTable'],
        resources: [glueArn('catalog'), glueArn('database', database), glueArn('table', `${database}/${tableName}`)],
      }),
      new iam.PolicyStatement({
        actions: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'],
        resources: [logs],
      }),
    ]
    if (encryptionKey !== undefined) {
      const actions = ['kms:Decrypt', 'kms:GenerateDataKey']
      statements.push(new iam.PolicyStatement({ actions, resources: [encryptionKey.keyArn] }))
    }
    const role = new iam.Role(this, 'Role', {
      description: `Maintenance of the table ${database}.${tableName}`,
      assumedBy: new iam.ServicePrincipal('glue.amazonaws.com'),
      // Part of the role, so that no optimizer starts before the rights are there.
      inlinePolicies: { Maintenance: new iam.PolicyDocument({ statements }) },
    })
    acknowledgeWildcard(role, logs, 'Glue names the log groups of its optimizers and the streams in them itself')
    return role
  }
}

/** A duration in days, which may be a token. */
function days(duration: Duration): number {
  return duration.toDays({ integral: false })
}

function ageProblem(name: string, duration: Duration): MaybeProblem {
  const age = days(duration)
  if (!isKnown(age) || (Number.isInteger(age) && age >= LEAST_DAYS)) return undefined
  return {
    code: 'MaintenanceTooEarly',
    message: `${name} is ${age} days, and a commit of the sink may be pending in the control topic for ${LEAST_DAYS - 1}`,
    hint: `give whole days, ${LEAST_DAYS} or more`,
  }
}
