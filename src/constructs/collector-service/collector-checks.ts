import { Token } from 'aws-cdk-lib/core'
import type { Construct } from 'constructs'
import { STOP_BUDGET_SECONDS } from '../../spec/container-facts.js'
import { FARGATE_CPU, isFargatePair, memoryOf, type FargateCpu } from '../../spec/fargate-sizes.js'
import { FARGATE_DISK_GIB } from '../../spec/sizing.js'
import { checkProps, isKnown, type MaybeProblem } from '../platform/check-props.js'
import type { CollectorServiceProps } from './collector-service-props.js'

/** Seconds that the containers of a task may take to stop, one after the other. */
export function stopSeconds({ containers }: Pick<CollectorServiceProps, 'containers'>): readonly number[] {
  const share = Math.floor(STOP_BUDGET_SECONDS / containers.length)
  return containers.map(({ stopTimeout }) =>
    stopTimeout === undefined || stopTimeout.isUnresolved() ? share : stopTimeout.toSeconds(),
  )
}

/** Records everything that Fargate would refuse, and gives props with which the construction can go on until synth reports it. */
export function checkedCollector(scope: Construct, props: CollectorServiceProps): CollectorServiceProps {
  const { containers, minTasks = 2, maxTasks = 12, ephemeralStorageGiB: disk = FARGATE_DISK_GIB.least } = props
  const takesTraffic = containers.some(({ port }) => port !== undefined)
  checkProps(scope, [
    !takesTraffic && {
      code: 'NoContainerTakesTraffic',
      message: `none of the ${containers.length} containers has a port`,
      hint: 'give the container that takes events its port',
    },
    ...sizeProblems(props, disk),
    isKnown(minTasks) &&
      isKnown(maxTasks) &&
      minTasks > maxTasks && {
        code: 'MinAboveMax',
        message: `minTasks is ${minTasks}, more than maxTasks, which is ${maxTasks}`,
        hint: 'raise maxTasks or lower minTasks',
      },
    stopProblem(props),
    props.kafka.auth === 'scram' &&
      props.kafka.secret === undefined && {
        code: 'SecretMissing',
        message: 'a cluster with auth scram has no secret',
        hint: 'give the Secrets Manager secret that is associated with the cluster; its name begins with AmazonMSK_',
      },
  ])
  return {
    ...props,
    ...(!takesTraffic && containers[0] && { containers: [{ ...containers[0], port: 80 }, ...containers.slice(1)] }),
    ...(isKnown(minTasks) && isKnown(maxTasks) && { maxTasks: Math.max(minTasks, maxTasks) }),
    ...(isKnown(disk) && {
      ephemeralStorageGiB: Math.min(FARGATE_DISK_GIB.most, Math.max(FARGATE_DISK_GIB.least, disk)),
    }),
  }
}

function sizeProblems(props: CollectorServiceProps, disk: number): MaybeProblem[] {
  const { cpu = 1024, memoryMiB = 2048, targetCpuPercent = 50 } = props
  const isCpu = (FARGATE_CPU as readonly number[]).includes(cpu)
  return [
    isKnown(cpu) &&
      !isCpu && {
        code: 'FargateSize',
        message: `Fargate has no task with ${cpu} CPU units`,
        hint: `use one of ${FARGATE_CPU.join(', ')}`,
      },
    isKnown(cpu) &&
      isCpu &&
      isKnown(memoryMiB) &&
      !isFargatePair(cpu as FargateCpu, memoryMiB) && {
        code: 'FargateSize',
        message: `Fargate has no task with ${cpu} CPU units and ${memoryMiB} MiB`,
        hint: `with ${cpu} CPU units give ${memoryOf(cpu as FargateCpu)}`,
      },
    isKnown(disk) &&
      (disk < FARGATE_DISK_GIB.least || disk > FARGATE_DISK_GIB.most) && {
        code: 'FargateDisk',
        message: `ephemeralStorageGiB is ${disk}, and Fargate has ${FARGATE_DISK_GIB.least} to ${FARGATE_DISK_GIB.most}`,
        hint: 'give less, or plan for a shorter outage',
      },
    isKnown(targetCpuPercent) &&
      (targetCpuPercent < 10 || targetCpuPercent > 90) && {
        code: 'TargetCpu',
        message: `targetCpuPercent is ${targetCpuPercent}, which never or always scales`,
        hint: 'give 10 to 90; half leaves room for the time that a new task takes',
      },
  ]
}

/** A Spot interruption leaves so many seconds in all, and Fargate kills what is not gone then. */
function stopProblem(props: CollectorServiceProps): MaybeProblem {
  const seconds = stopSeconds(props)
  const sum = seconds.reduce((total, one) => total + one, 0)
  if (Token.isUnresolved(sum) || sum <= SPOT_SECONDS) return undefined
  return {
    code: 'StopTimeouts',
    message: `the containers may take ${seconds.join(' + ')} = ${sum} s to stop, and Fargate leaves ${SPOT_SECONDS}`,
    hint: `let the stop timeouts add up to ${STOP_BUDGET_SECONDS} s`,
  }
}

/** Source: Amazon ECS Developer Guide, "Fargate Spot termination notices"; no stop timeout may be longer either. */
const SPOT_SECONDS = 120
