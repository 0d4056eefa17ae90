import { createHash } from 'node:crypto'
import { eventMeta, uuidOf } from './event-meta.js'

/** A request that the collector refused, or an event that Kafka refused after it was accepted. */
export interface RejectedLine {
  /** Such as `InvalidJson`. */
  readonly reason: string
  /** Topic; undefined where the client named none, or one that was not on the list. */
  readonly project: string | undefined
  /** Epoch milliseconds at which it came. */
  readonly time: number
  readonly body: Buffer
  /** Why it cannot be sent again. @default - it can */
  readonly unusable?: 'cut off' | 'without a topic' | 'empty'
  /** Whether the body is a whole record with its `meta`, which has been answered 200. */
  readonly isRecord: boolean
  /** Id of the request: the same for the same line, which the shipper may deliver twice. */
  readonly id: string
}

/** The collector keeps this much of what it refuses, and all of what it had accepted. Source: rejects.lua, `BODY_BYTES`. */
const KEPT_BYTES = 64 * 1024

interface Written {
  readonly reason: string
  readonly project?: string
  readonly time: number
  readonly bytes: number
  readonly body: string
}

/** Reads a line; undefined where it is not what the collector wrote. */
export function readRejectedLine(line: string): RejectedLine | undefined {
  let written: Partial<Written> | null
  try {
    written = JSON.parse(line) as Partial<Written> | null
  } catch {
    return undefined
  }
  const { reason, project, time, bytes, body } = written ?? {}
  if (typeof reason !== 'string' || typeof time !== 'number' || typeof bytes !== 'number' || typeof body !== 'string') {
    return undefined
  }
  const content = Buffer.from(body, 'base64')
  const unusable =
    bytes === 0
      ? 'empty'
      : content.length < bytes
        ? 'cut off'
        : reason === 'UnknownProject'
          ? 'without a topic'
          : undefined
  return {
    reason,
    project,
    time,
    body: content,
    ...(unusable !== undefined && { unusable }),
    // What a client sent is cut at this size, so that nobody can pass a record of their own off as an accepted one.
    isRecord: reason === 'EventTooLarge' && content.length > KEPT_BYTES && eventMeta(content) !== undefined,
    id: uuidOf(createHash('sha1').update(line).digest(), 0x50),
  }
}
