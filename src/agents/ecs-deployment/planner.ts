import type { Planner } from '../../model/offline/planner.js'
import { answerOf, callThenSay } from '../answers.js'
import { actOr } from '../local-project/acting-task.js'
import { stepText } from '../local-project/step-text.js'
import { bullets, count, many } from '../text.js'
import type { ServiceSize } from './tools.js'

const planOnly: Planner = (view) =>
  callThenSay(view, [{ name: 'size_service', input: {} }], () => {
    const size = answerOf<ServiceSize>(view.results, 'size_service')
    return size === undefined ? '' : sizeText(size)
  })

export const planner = actOr(planOnly, { start_collectors: stepText })

function sizeText({ tasks, because, takes, peakEventsPerSecond: peak, ...size }: ServiceSize): string {
  const enough = takes.atMax >= peak
  return [
    ...(enough
      ? []
      : [
          `The maximum is too low: ${many(tasks.max, 'task')} take ${count(takes.atMax)} of ${count(peak)} events/s at ${size.scaleAtCpuPercent} % CPU.`,
        ]),
    `Fargate service (${size.solution}):`,
    bullets([
      `each task ${tasks.cpu / 1024} vCPU and ${count(tasks.memoryMiB)} MiB, ${tasks.architecture} (${because['cpu']})`,
      `${tasks.min} to ${tasks.max} tasks: ${count(takes.atMin)} to ${count(takes.atMax)} events/s at ${size.scaleAtCpuPercent} % CPU, for a peak of ${count(peak)}`,
      `at least ${tasks.min}: ${because['min']}`,
      `at most ${tasks.max}: ${because['max']}`,
      `scales to keep CPU at ${size.scaleAtCpuPercent} %; a task that stops has ${size.stop.map(({ container, seconds }) => `${seconds} s for ${container}`).join(', then ')}`,
      size.spill.kept
        ? `${size.spill.gib} GiB of disk a task hold an outage of Kafka of ${size.spill.minutes} min (${size.spill.formula})`
        : `an outage of Kafka of ${size.spill.minutes} min would need ${size.spill.gib} GiB of disk (${size.spill.formula}); this solution spills nothing`,
      ...(tasks.spot ? ['what is above the minimum runs on Fargate Spot'] : []),
    ]),
  ].join('\n')
}
