import { rm, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { writeContainer } from './collector.js'
import type { CollectorUnderTest } from './collector-under-test.js'
import { contractSpec } from './contract-spec.js'
import { freePorts, run, type Running, start, until } from './programs.js'
import { S3_CREDENTIALS, type S3Server } from './s3-server.js'

/** The `fluent-bit` program of CLICKSTREAM_FLUENT_BIT or of the PATH; undefined where neither has it. */
export const FLUENT_BIT: string | undefined =
  process.env['CLICKSTREAM_FLUENT_BIT'] ??
  (await run('/bin/sh', ['-c', 'command -v fluent-bit']).catch(() => undefined))?.stdout.trim()

/** Why a test that needs Fluent Bit is skipped, for its name. */
export const WITHOUT_FLUENT_BIT = 'skipped where neither CLICKSTREAM_FLUENT_BIT nor the PATH has fluent-bit'

/** The shipper's container beside a collector, on the same spool. */
export interface Shipper {
  readonly running: Running
  remove(): Promise<void>
}

/** Starts the shipper of a collector's spool into a bucket, and waits until it is healthy. */
export const startShipper = async (collector: CollectorUnderTest, s3: S3Server): Promise<Shipper> => {
  const prefix = await writeContainer(contractSpec('nginx-lua'), 'fluent-bit')
  await symlink(collector.spoolFolder, join(prefix, 'spool'))
  const [port] = await freePorts()
  const running = start('/bin/sh', [join(prefix, 'start.sh')], {
    env: {
      PATH: process.env['PATH'],
      CLICKSTREAM_FLUENT_BIT: FLUENT_BIT,
      CLICKSTREAM_PREFIX: prefix,
      CLICKSTREAM_SHIPPER_LISTEN: `127.0.0.1:${port}`,
      AWS_ENDPOINT_URL_S3: s3.endpoint,
      ...S3_CREDENTIALS,
    },
  })
  const remove = async (): Promise<void> => {
    await running.stop('SIGKILL')
    await rm(prefix, { recursive: true, force: true })
  }
  const healthy = async (): Promise<boolean> => (await fetch(`http://127.0.0.1:${port}/api/v1/uptime`)).ok
  await until('Fluent Bit', healthy, 20_000).catch(async (error: Error) => {
    await remove()
    throw new Error(`${error.message}: ${running.output().slice(-2000)}`)
  })
  return { running, remove }
}
