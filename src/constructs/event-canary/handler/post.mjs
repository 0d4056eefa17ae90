import { request as http } from 'node:http'
import { request as https } from 'node:https'

/** Longest wait for an answer; the collector's own is shorter. */
const TIMEOUT_MS = 10_000

/**
 * Posts an event over a connection of its own, as a new client does, and gives the status of the answer. `checkName: false` is for an
 * endpoint without a domain name, whose certificate is for another one: the chain is checked all the same.
 */
export const post = ({ url, checkName = true }, body, headers) =>
  new Promise((resolve, reject) => {
    const asked = (url.startsWith('https:') ? https : http)(url, {
      method: 'POST',
      agent: false,
      timeout: TIMEOUT_MS,
      headers: { ...headers, 'content-length': Buffer.byteLength(body), 'user-agent': 'clickstream-canary' },
      ...(!checkName && { checkServerIdentity: () => undefined }),
    })
    asked.on('timeout', () => asked.destroy(new Error(`no answer within ${TIMEOUT_MS / 1000} s`)))
    asked.on('error', reject)
    asked.on('response', (answer) => {
      answer.on('error', reject)
      answer.on('end', () => resolve(answer.statusCode))
      answer.resume()
    })
    asked.end(body)
  })
