import { existsSync, readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { ClickstreamError, type Problem } from '../errors.js'
import { shown } from './shown.js'

/** File name of the environment lock, beside the spec. */
export const LOCK_FILE = 'clickstream.lock.json'
const MAX_BYTES = 4 * 1024 * 1024

const brokers = z.string().regex(/^[A-Za-z0-9.-]{1,253}:\d{1,5}(?:,[A-Za-z0-9.-]{1,253}:\d{1,5}){0,99}$/)

/** What was looked up in the account; keys that later versions add are kept. */
export const lockSchema = z.looseObject({
  lockVersion: z.literal(1),
  lookedUpAt: z.string().max(64).optional(),
  calls: z.array(z.string().max(256)).max(1000).optional(),
  cluster: z
    .looseObject({
      arn: z
        .string()
        .regex(/^arn:aws(?:-cn|-us-gov)?:kafka:[a-z0-9-]+:\d{12}:cluster\/[^/]+\/[^/]+$/)
        .optional(),
      type: z.string().max(64).optional(),
      kafkaVersion: z.string().max(64).optional(),
      brokerCount: z.number().int().min(1).max(1000).optional(),
      instanceType: z.string().max(64).optional(),
      bootstrap: z
        .looseObject({
          iam: brokers.optional(),
          scram: brokers.optional(),
          tls: brokers.optional(),
          none: brokers.optional(),
        })
        .optional(),
      securityGroupIds: z
        .array(z.string().regex(/^sg-[0-9a-f]{8,17}$/))
        .max(50)
        .optional(),
      subnetIds: z
        .array(z.string().regex(/^subnet-[0-9a-f]{8,17}$/))
        .max(50)
        .optional(),
    })
    .optional(),
  vpc: z
    .looseObject({
      id: z.string().regex(/^vpc-[0-9a-f]{8,17}$/),
      cidr: z.string().max(64).optional(),
      subnets: z
        .array(
          z.looseObject({
            id: z.string().regex(/^subnet-[0-9a-f]{8,17}$/),
            zone: z.string().max(64).optional(),
            public: z.boolean().optional(),
          }),
        )
        .max(1000)
        .optional(),
    })
    .optional(),
  topics: z
    .array(
      z.looseObject({
        name: z.string().min(1).max(249),
        partitions: z.number().int().min(1).optional(),
        replicationFactor: z.number().int().min(1).optional(),
      }),
    )
    .max(100_000)
    .optional(),
  buckets: z
    .array(z.looseObject({ name: z.string().min(3).max(63), region: z.string().max(32).optional() }))
    .max(1000)
    .optional(),
})

/** `clickstream.lock.json`: the facts of the account that synth would otherwise take as CloudFormation parameters. */
export type EnvironmentLock = z.infer<typeof lockSchema>

/** The lock beside a spec file; undefined where there is none. Throws `LockTooLarge`, `LockSyntax` or `LockInvalid` (exit code 3). */
export function loadLock(specFile: string): EnvironmentLock | undefined {
  const file = join(dirname(specFile), LOCK_FILE)
  return existsSync(file) ? readLock(file) : undefined
}

/** Reads one lock file. Throws `LockTooLarge`, `LockSyntax` or `LockInvalid` (exit code 3). */
export function readLock(file: string): EnvironmentLock {
  const refuse = (code: string, message: string, problems: Problem[] = []) =>
    new ClickstreamError(message, {
      code,
      file,
      exitCode: 3,
      hint: `delete ${LOCK_FILE} to use CloudFormation parameters instead, or look the environment up again`,
      problems,
    })
  const size = statSync(file).size
  if (size > MAX_BYTES) throw refuse('LockTooLarge', `the environment lock has ${size} bytes, more than ${MAX_BYTES}`)
  let content: unknown
  try {
    content = JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    throw refuse('LockSyntax', `the environment lock is no JSON: ${(error as Error).message}`)
  }
  const parsed = lockSchema.safeParse(content)
  if (parsed.success) return parsed.data
  const problems = parsed.error.issues.slice(0, 50).map((issue): Problem => {
    const wrong = issue.path.reduce<unknown>(
      (value, key) => (value as Record<PropertyKey, unknown> | undefined)?.[key],
      content,
    )
    return {
      code: 'LockInvalid',
      file,
      path: issue.path.join('.'),
      message: `${issue.path.join('.') || 'the lock'} cannot be ${shown(wrong)}`,
    }
  })
  throw refuse('LockInvalid', problems[0]?.message ?? 'the environment lock is invalid', problems)
}
