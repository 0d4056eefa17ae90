import type * as kafkaconnect from 'aws-cdk-lib/aws-kafkaconnect'
import { Token } from 'aws-cdk-lib/core'
import { ClickstreamError } from '../../errors.js'

export interface AutoscaledCapacityProps {
  /** MSK Connect units of a worker: 1, 2, 4 or 8 (1 MCU = 1 vCPU and 4 GiB). */
  readonly mcu: number

  /** Workers that always run. */
  readonly minWorkers: number

  /** Most workers that scaling may start; 10 at most. */
  readonly maxWorkers: number

  /**
   * Most tasks that scaling may start; MSK Connect wants at least one a worker. It takes the place of `tasks.max`.
   *
   * @default - MSK Connect decides
   */
  readonly maxTasks?: number
}

export interface ProvisionedCapacityProps {
  /** MSK Connect units of a worker: 1, 2, 4 or 8 (1 MCU = 1 vCPU and 4 GiB). */
  readonly mcu: number

  /** Workers that always run; 10 at most. */
  readonly workers: number
}

/** Below this, a worker is taken away; above the other, one is added. Source: MSK Connect developer guide, the console's defaults. */
const SCALE_IN_CPU_PERCENT = 20
const SCALE_OUT_CPU_PERCENT = 80

/** How many workers of which size run a connector; can be changed in place. */
export class ConnectorCapacity {
  /**
   * Workers added and taken away by CPU.
   *
   * @throws `CapacityInvalid` for sizes and numbers that MSK Connect does not have
   */
  static autoscaled({ mcu, minWorkers, maxWorkers, maxTasks }: AutoscaledCapacityProps): ConnectorCapacity {
    check(mcu, minWorkers, maxWorkers)
    return new ConnectorCapacity({
      autoScaling: {
        mcuCount: mcu,
        minWorkerCount: minWorkers,
        maxWorkerCount: maxWorkers,
        scaleInPolicy: { cpuUtilizationPercentage: SCALE_IN_CPU_PERCENT },
        scaleOutPolicy: { cpuUtilizationPercentage: SCALE_OUT_CPU_PERCENT },
        ...(maxTasks !== undefined && { maxAutoscalingTaskCount: Math.max(maxTasks, maxWorkers) }),
      },
    })
  }

  /**
   * Always the same number of workers.
   *
   * @throws `CapacityInvalid` for sizes and numbers that MSK Connect does not have
   */
  static provisioned({ mcu, workers }: ProvisionedCapacityProps): ConnectorCapacity {
    check(mcu, workers, workers)
    return new ConnectorCapacity({ provisionedCapacity: { mcuCount: mcu, workerCount: workers } })
  }

  private constructor(private readonly capacity: kafkaconnect.CfnConnector.CapacityProperty) {}

  /** The property of `AWS::KafkaConnect::Connector`. */
  render(): kafkaconnect.CfnConnector.CapacityProperty {
    return this.capacity
  }
}

// The validator at synth only warns about these, and the deployment fails after minutes.
function check(mcu: number, min: number, max: number): void {
  if ([mcu, min, max].some((value) => Token.isUnresolved(value))) return
  const wrong = ![1, 2, 4, 8].includes(mcu)
    ? `a worker has 1, 2, 4 or 8 MCU, not ${mcu}`
    : min < 1 || max > 10 || min > max
      ? `a connector has 1 to 10 workers, not ${min} to ${max}`
      : undefined
  if (wrong === undefined) return
  throw new ClickstreamError(wrong, { code: 'CapacityInvalid', hint: 'see the limits of MSK Connect', exitCode: 3 })
}
