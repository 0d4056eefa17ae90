import type { Endpoint, Fact } from '../site.js'
import { answering, answers } from './answers.js'
import type { LocalParts } from './local-parts.js'

/** The collector of this machine. */
export class LocalEndpoint implements Endpoint {
  constructor(private readonly parts: LocalParts) {}

  /** @throws `NothingRuns` */
  get url(): string {
    return this.parts.address('endpoint')
  }

  async inspect(): Promise<readonly Fact[]> {
    const { endpoint } = this.parts.addresses
    if (endpoint === undefined) return [{ what: 'endpoint', found: 'not started', ok: false }]
    return Promise.all(
      ['/health', '/ready'].map(async (path) => {
        const { href } = new URL(path, endpoint)
        return answering(href, await answers(href))
      }),
    )
  }

  async metrics(): Promise<string> {
    return (await fetch(this.parts.address('metrics'))).text()
  }
}
