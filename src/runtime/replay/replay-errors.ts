import { ClickstreamError, type Problem } from '../../errors.js'

/** The backup holds events of topics that the project does not have. */
export function topicNotInSpec(events: ReadonlyMap<string, number>, known: readonly string[]): ClickstreamError {
  const problems = [...events].map(([topic, count]): Problem => ({
    code: 'TopicNotInSpec',
    message: `${count} event${count === 1 ? '' : 's'} of the backup belong to ${topic}`,
    path: 'topics',
  }))
  return new ClickstreamError(
    `the backup holds events of ${[...events.keys()].join(', ')}, which ${events.size === 1 ? 'is' : 'are'} not among the topics of this project`,
    {
      code: 'TopicNotInSpec',
      hint: `nothing was sent; name what to replay with --topic, such as --topic ${known[0] ?? ''}, or add the topic to clickstream.yaml and deploy it`,
      exitCode: 3,
      problems,
    },
  )
}

/** Records of the range may be deleted already, so that nobody can say which ids were there. */
export function retentionPassed(topic: string, from: number, kept: string): ClickstreamError {
  return new ClickstreamError(
    `${topic} does not hold its records since ${new Date(from).toISOString()} any more: it keeps ${kept}`,
    {
      code: 'RetentionPassed',
      hint: 'which events were there cannot be known; nothing was sent; --force sends all of them, and copies can be found by meta.id',
      exitCode: 3,
    },
  )
}

/** Collectors hold events of the range on their disks, which they will send themselves. */
export function stillDraining(bytes: number | undefined, until: number): ClickstreamError {
  const held = bytes === undefined ? 'how much they hold is unknown' : `${bytes} bytes are left`
  return new ClickstreamError(`the collectors may still send events of this range from their disks: ${held}`, {
    code: 'StillDraining',
    hint: `nothing was sent; wait until they are empty, at the latest ${new Date(until).toISOString()}, end the range earlier with --to, or accept copies with --force`,
    exitCode: 3,
  })
}
