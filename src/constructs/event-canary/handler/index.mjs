// The Lambda function: what it watches is in CANARY, written by the construct `EventCanary`.
import { AthenaClient } from '@aws-sdk/client-athena'
import { S3Client } from '@aws-sdk/client-s3'
import { athenaQuery } from './athena.mjs'
import { s3Objects } from './objects.mjs'
import { post } from './post.mjs'
import { beat } from './beat.mjs'

const config = JSON.parse(process.env.CANARY ?? '{}')
const parts = {
  post: (body, headers) => post(config.endpoint, body, headers),
  query: athenaQuery(new AthenaClient(), config.workGroup),
  objects: s3Objects(new S3Client()),
  // Not console.log, which puts a time and a request id in front of the line: CloudWatch finds metrics in plain JSON only.
  print: (line) => process.stdout.write(`${line}\n`),
}

/** Called each minute; `time` is when the schedule meant it. */
export const handler = async ({ time } = {}) => beat(config, parts, new Date(time ?? Date.now()))
