import { ClickstreamError, type Problem } from '../../errors.js'
import type { DescribedConnector } from '../assembly/describe.js'
import { groupOffsets } from '../kafka/group-offsets.js'
import type { ConnectorControl, ConnectorOffset, ConnectorStatus } from '../site.js'
import { ConnectRest, connectorRefused } from './connect-rest.js'
import { localConfiguration } from './connect-worker.js'

export interface LocalConnectorsOptions {
  /** `host:port` of the broker. */
  readonly kafka: string
  /** Address of the S3 and Glue server. */
  readonly lake: string
  /** REST interface of the worker of each connector, by the connector's name. */
  readonly workers: Readonly<Record<string, string>>
  /** As the templates say. */
  readonly connectors: readonly DescribedConnector[]
}

/** Connectors of a project on the Connect workers of this machine. */
export class LocalConnectors implements ConnectorControl {
  readonly planned: readonly DescribedConnector[]

  constructor(private readonly options: LocalConnectorsOptions) {
    this.planned = options.connectors.map((connector) => ({
      ...connector,
      configuration: localConfiguration(connector, options),
    }))
  }

  async validate(name: string): Promise<readonly Problem[]> {
    return this.worker(name).validate(name, this.find(name).configuration)
  }

  /** @throws `ConnectorRefused` with a problem for each setting */
  async create(name: string): Promise<void> {
    const problems = await this.validate(name)
    if (problems.length > 0) throw connectorRefused(name, problems)
    await this.worker(name).put(name, this.find(name).configuration)
  }

  async status(name: string): Promise<ConnectorStatus | undefined> {
    return this.worker(name).status(name)
  }

  async pause(name: string): Promise<void> {
    await this.worker(name).pause(name)
  }

  async resume(name: string): Promise<void> {
    await this.worker(name).resume(name)
  }

  async restart(name: string): Promise<void> {
    await this.worker(name).restart(name)
  }

  async offsets(name: string): Promise<readonly ConnectorOffset[]> {
    const { configuration } = this.find(name)
    // Source: Kafka Connect, consumer group of a sink connector.
    const group = configuration['consumer.override.group.id'] ?? `connect-${name}`
    const topics = (configuration['topics'] ?? '').split(',').map((topic) => topic.trim())
    return groupOffsets([this.options.kafka], group, topics)
  }

  async delete(name: string): Promise<void> {
    await this.worker(name).delete(name)
  }

  private find(name: string): DescribedConnector {
    const found = this.planned.find((connector) => connector.name === name)
    if (found !== undefined) return found
    const names = this.planned.map((connector) => connector.name)
    throw new ClickstreamError(`the project has no connector ${JSON.stringify(name)}`, {
      code: 'NoSuchConnector',
      hint: names.length === 0 ? 'it has no sinks' : `write one of ${names.join(', ')}`,
      exitCode: 2,
    })
  }

  private worker(name: string): ConnectRest {
    const url = this.options.workers[this.find(name).name]
    if (url !== undefined) return new ConnectRest(url)
    throw new ClickstreamError(`no Connect worker runs for ${name}`, {
      code: 'NothingRuns',
      hint: '`clickstream local up` starts it',
    })
  }
}
