import { ClickstreamError } from '../../errors.js'

/**
 * Asks the local server's Glue. It reads the service from the signature's scope and checks no signature.
 *
 * @throws `LakeServerRefused`, but not where the answer holds `allowed`
 */
export async function askGlue(endpoint: string, action: string, body: object, allowed?: string): Promise<unknown> {
  const scope = 'AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/glue/aws4_request'
  const answer = await fetch(endpoint, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': `AWSGlue.${action}`,
      authorization: `${scope}, SignedHeaders=host, Signature=none`,
    },
    body: JSON.stringify(body),
  })
  const text = await answer.text()
  if (!answer.ok && (allowed === undefined || !text.includes(allowed))) throw lakeRefused(action, answer.status, text)
  return text === '' ? undefined : JSON.parse(text)
}

/** The local server answered something else than was asked for. */
export function lakeRefused(what: string, status: number, text: string): ClickstreamError {
  return new ClickstreamError(`the local S3 server refused ${what} with ${status}`, {
    code: 'LakeServerRefused',
    hint: text === '' ? 'look at `clickstream local logs s3`' : text.slice(0, 500),
    source: 'tool',
  })
}
