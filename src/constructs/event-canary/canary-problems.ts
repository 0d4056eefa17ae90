import type { Construct } from 'constructs'
import { isKnown, type MaybeProblem } from '../platform/check-props.js'
import { wellTyped } from '../platform/well-typed.js'
import { CANARY_SINK_TYPES, CANARY_TYPES, type CanarySink, type EventCanaryProps } from './event-canary-props.js'

/** The props to go on with, each of the sinks included. */
export function checkedCanary(canary: Construct, given: EventCanaryProps): EventCanaryProps {
  const props = wellTyped(canary, given, CANARY_TYPES)
  return {
    ...props,
    ...(props.sinks !== undefined && {
      sinks: props.sinks.map((sink, index) => {
        const types = (CANARY_SINK_TYPES as Partial<typeof CANARY_SINK_TYPES>)[sink.type] ?? CANARY_SINK_TYPES.iceberg
        return wellTyped<CanarySink>(canary, sink, types, `sinks[${index}].`)
      }),
    }),
  }
}

/** What a canary cannot do: send nowhere, send to nobody, look for what nobody sent, or call from a VPC without a subnet. */
export function canaryProblems(props: EventCanaryProps): MaybeProblem[] {
  const { url, topics, sinks = [], vpc, subnets } = props
  return [
    isKnown(url) &&
      !/^https?:\/\/[^/]+\//.test(url) && {
        code: 'CanaryUrlInvalid',
        message: `the canary cannot send to ${JSON.stringify(url)}`,
        hint: 'write the address with its path, such as https://collect.example.com/collect',
      },
    topics.length === 0 && {
      code: 'CanaryWithoutTopics',
      message: 'the canary has no topic to send to',
      hint: 'name the topics that the endpoint takes events for',
    },
    (vpc === undefined) !== (subnets === undefined) && {
      code: 'CanarySubnetsMissing',
      message: `the canary has ${vpc === undefined ? 'subnets and no VPC' : 'a VPC and no subnets'}`,
      hint: 'give both, or neither to send from outside of any VPC',
    },
    ...sinks.map(
      (sink) =>
        sink.topics.length === 0 && {
          code: 'SinkWithoutCanary',
          message: `nothing that the canary sends gets to the sink ${sink.name}`,
          hint: 'name the topics that it stores and the canary sends to, or leave the sink out',
        },
    ),
    ...sinks.flatMap((sink) =>
      sink.topics
        .filter((topic) => !topics.includes(topic))
        .map((topic) => ({
          code: 'UnknownTopic',
          message: `the sink ${sink.name} shall have events of ${topic}, to which the canary sends none`,
          hint: `add it to the canary's topics, or leave it out; these are sent to: ${topics.slice(0, 5).join(', ')}`,
        })),
    ),
  ]
}
