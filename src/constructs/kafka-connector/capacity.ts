import type * as kafkaconnect from 'aws-cdk-lib/aws-kafkaconnect'
import type { Problem } from '../../errors.js'
import { isKnown, type MaybeProblem } from '../platform/check-props.js'

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

  /**
   * CPU in percent below which a worker is taken away.
   *
   * @default 20
   */
  readonly scaleInCpuPercent?: number

  /**
   * CPU in percent above which a worker is added.
   *
   * @default 80
   */
  readonly scaleOutCpuPercent?: number
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

/** Sizes of a worker, and the most workers of a connector. Source: MSK developer guide, "Understand connector capacity". */
const MCU = [1, 2, 4, 8]
const MOST_WORKERS = 10

/** How many workers of which size run a connector; can be changed in place. What MSK Connect does not have is refused at synth. */
export class Capacity {
  /** Workers added and taken away by CPU. */
  static autoscaled(props: AutoscaledCapacityProps): Capacity {
    const { mcu, minWorkers, maxWorkers, maxTasks } = props
    const scaleIn = props.scaleInCpuPercent ?? SCALE_IN_CPU_PERCENT
    const scaleOut = props.scaleOutCpuPercent ?? SCALE_OUT_CPU_PERCENT
    return new Capacity(
      {
        autoScaling: {
          mcuCount: mcu,
          minWorkerCount: minWorkers,
          maxWorkerCount: maxWorkers,
          scaleInPolicy: { cpuUtilizationPercentage: scaleIn },
          scaleOutPolicy: { cpuUtilizationPercentage: scaleOut },
          ...(maxTasks !== undefined && { maxAutoscalingTaskCount: mostTasks(maxTasks, maxWorkers) }),
        },
      },
      [sizeProblem(mcu), ...workerProblems({ minWorkers, maxWorkers }), scalingProblem(scaleIn, scaleOut)],
    )
  }

  /** Always the same number of workers. */
  static provisioned({ mcu, workers }: ProvisionedCapacityProps): Capacity {
    return new Capacity({ provisionedCapacity: { mcuCount: mcu, workerCount: workers } }, [
      sizeProblem(mcu),
      ...workerProblems({ workers }),
    ])
  }

  private constructor(
    private readonly capacity: kafkaconnect.CfnConnector.CapacityProperty,
    /** What the connector with this capacity reports at synth: the validator only warns, and a deployment fails after minutes. */
    readonly problems: readonly MaybeProblem[],
  ) {}

  /** The property of `AWS::KafkaConnect::Connector`. */
  render(): kafkaconnect.CfnConnector.CapacityProperty {
    return this.capacity
  }
}

function sizeProblem(mcu: number): MaybeProblem {
  return isKnown(mcu) && !MCU.includes(mcu) && problem(`a worker has 1, 2, 4 or 8 MCU, not ${mcu}`, 'set mcu to 1')
}

function workerProblems(counts: Readonly<Record<string, number>>): MaybeProblem[] {
  const wrong = Object.entries(counts).map(
    ([name, count]) =>
      isKnown(count) &&
      !(Number.isInteger(count) && count >= 1 && count <= MOST_WORKERS) &&
      problem(`a connector has 1 to ${MOST_WORKERS} workers, and ${name} is ${count}`, `set ${name} to 1`),
  )
  const { minWorkers, maxWorkers } = counts
  const isReversed = isKnown(minWorkers) && isKnown(maxWorkers) && minWorkers > maxWorkers
  return [
    ...wrong,
    isReversed && problem(`minWorkers is ${minWorkers}, above maxWorkers, ${maxWorkers}`, 'swap the two numbers'),
  ]
}

function scalingProblem(scaleIn: number, scaleOut: number): MaybeProblem {
  if (!isKnown(scaleIn) || !isKnown(scaleOut)) return undefined
  const isSound = scaleIn >= 1 && scaleIn < scaleOut && scaleOut <= 100
  return (
    !isSound &&
    problem(
      `scaling in at ${scaleIn} % CPU and out at ${scaleOut} % would go on for ever`,
      'take 1 to 100, the lower number for scaleInCpuPercent',
    )
  )
}

/** At least one task a worker, where both numbers are known. */
function mostTasks(maxTasks: number, maxWorkers: number): number {
  return isKnown(maxTasks) && isKnown(maxWorkers) ? Math.max(maxTasks, maxWorkers) : maxTasks
}

function problem(message: string, hint: string): Problem {
  return { code: 'CapacityInvalid', message, hint: `${hint}; see the limits of MSK Connect` }
}
