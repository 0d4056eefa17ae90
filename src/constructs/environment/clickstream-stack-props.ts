import type { StackProps } from 'aws-cdk-lib/core'
import type { EnvironmentLock } from '../../spec/lock.js'
import type { Spec } from '../../spec/schema.js'

/** What each stack of a project takes: every value comes from the spec and the lock, none from the stack's own file. */
export interface ClickstreamStackProps extends StackProps {
  /** The complete spec, with all defaults. */
  readonly spec: Spec

  /**
   * What was looked up in the account.
   *
   * @default - the template takes CloudFormation parameters instead
   */
  readonly lock?: EnvironmentLock

  /** Absolute path of the folder with the rendered containers. */
  readonly containersDir: string
}
