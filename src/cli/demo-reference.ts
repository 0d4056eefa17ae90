import { inKafka } from '../runtime/faults/arrivals.js'
import type { Happening } from '../runtime/faults/short-outage.js'
import { SteadyLoad, type Answers } from '../runtime/faults/steady-load.js'
import type { LocalSite } from '../site/index.js'

/** What became of the reference's events. */
export interface ReferenceResult {
  readonly accepted: number
  /** Answered 200, and not in Kafka. */
  readonly lost: number
}

/** The demo's traffic once more, on a lua-resty-kafka collector beside the project's. */
export class ReferenceLoad {
  private constructor(
    private readonly site: LocalSite,
    private readonly topic: string,
    private readonly load: SteadyLoad,
  ) {}

  /** Undefined where this machine has no such library. */
  static async open(site: LocalSite, rate: number): Promise<ReferenceLoad | undefined> {
    const reference = await site.reference()
    if (reference === undefined) return undefined
    const { url, topic } = reference
    return new ReferenceLoad(
      site,
      topic,
      new SteadyLoad({ endpoint: url, routing: ['project', topic], rate, retry: true }),
    )
  }

  /** Sends while the project's own traffic goes on. */
  follow({ what }: Happening): void {
    if (what === 'traffic') this.load.start()
    if (what === 'traffic over') void this.load.stop()
  }

  /** Answers of the last two seconds. */
  get answers(): Answers {
    return this.load.between(performance.now() - 2000)
  }

  /** Looks into its topic, when all that it still had in memory has had time to come. */
  async result(): Promise<ReferenceResult> {
    await this.load.stop()
    const { lost } = await inKafka(this.load.ids, this.site.brokers, this.topic)
    return { accepted: this.load.accepted, lost }
  }

  close(): void {
    this.load.close()
  }
}
