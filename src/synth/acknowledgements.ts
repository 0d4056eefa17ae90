import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isObject, listOf } from './cloudformation.js'
import type { Json } from './cloudformation.js'

const METADATA_FILE = /\.metadata\.json$/
const ACKNOWLEDGED = 'aws:cdk:acknowledged-rules'

/** A rule that a construct breaks for a reason which is written down there. */
export interface Acknowledgement {
  readonly rule: string
  /** Path of the construct, such as `web-events-Ingestion/LoadBalancer/SecurityGroup`. */
  readonly construct: string
  readonly reason: string
}

/** Every accepted rule of an assembly; CDK keeps them in the stacks' metadata and leaves them out of its report. */
export function readAcknowledgements(assemblyDir: string): Acknowledgement[] {
  return readdirSync(assemblyDir)
    .filter((name) => METADATA_FILE.test(name))
    .sort()
    .flatMap((name) =>
      Object.entries(JSON.parse(readFileSync(join(assemblyDir, name), 'utf8')) as Record<string, Json>),
    )
    .flatMap(([path, entries]) =>
      listOf(entries)
        .filter(isObject)
        .filter(({ type }) => type === ACKNOWLEDGED)
        .flatMap(({ data }) => Object.entries(isObject(data) ? data : {}))
        .map(([rule, reason]) => ({
          rule: rule.replace(/^Annotation::/, ''),
          construct: path.replace(/^\//, ''),
          reason: String(reason),
        })),
    )
}
