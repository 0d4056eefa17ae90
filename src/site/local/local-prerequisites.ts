import type { Fact, Prerequisites } from '../site.js'
import { answering } from './answers.js'
import { freePorts } from './free-ports.js'
import { answersKafka, startKafka } from './kafka-broker.js'
import { answersLake, LakeServer } from './lake-server.js'
import type { LocalParts } from './local-parts.js'

/** What an account has before a project comes to it: Kafka, S3 with the buckets, Glue. Here they are started, with nothing in them. */
export class LocalPrerequisites implements Prerequisites {
  constructor(private readonly parts: LocalParts) {}

  /** @throws `ProgramMissing`, `LocalPartDied`, `LocalPartSilent`, and what fetching the broker's jars throws */
  async prepare(): Promise<void> {
    const { supervisor, reporter, env } = this.parts
    const { java, ministack } = await this.parts.programs()
    const jars = await this.parts.jars('kafka-broker')
    const [port = 0, controllerPort = 0, lakePort = 0] = await freePorts(3)
    const [kafka, lake] = await reporter.task('Kafka and S3 answer', () =>
      Promise.all([
        startKafka(supervisor, { java, jars, port, controllerPort, env }),
        LakeServer.start(supervisor, { program: ministack, port: lakePort, env }),
      ]),
    )
    supervisor.addresses({ kafka, s3: lake.endpoint })
    for (const bucket of this.parts.description().buckets) await lake.makeBucket(bucket)
  }

  async inspect(): Promise<readonly Fact[]> {
    const { kafka, s3 } = this.parts.addresses
    if (kafka === undefined || s3 === undefined) {
      return [{ what: 'Kafka and S3', found: 'not started', ok: false }]
    }
    const lake = new LakeServer(s3)
    const buckets = this.parts.description().buckets.map(async (bucket): Promise<Fact> => {
      const ok = await lake.hasBucket(bucket).catch(() => false)
      return { what: `bucket ${bucket}`, found: ok ? 'there' : 'missing', ok }
    })
    return [
      answering(`Kafka at ${kafka}`, await answersKafka(kafka)),
      answering(`S3 and Glue at ${s3}`, await answersLake(s3)),
      ...(await Promise.all(buckets)),
    ]
  }
}
