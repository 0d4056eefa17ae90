import { until } from './programs.js'

/** Settings of a connector, as Kafka Connect takes them. */
export type ConnectorConfig = Readonly<Record<string, string>>

export interface ConnectorStatus {
  readonly connector: { readonly state: string; readonly worker_id: string; readonly trace?: string }
  readonly tasks: readonly {
    readonly id: number
    readonly state: string
    readonly worker_id: string
    readonly trace?: string
  }[]
}

/** What a worker says about one setting that it refuses. */
export interface SettingErrors {
  readonly name: string
  readonly errors: readonly string[]
}

interface Validation {
  readonly configs: readonly { readonly value: { readonly name: string; readonly errors: readonly string[] } }[]
}

/** The REST interface of a Connect worker. */
export class ConnectRest {
  constructor(readonly url: string) {}

  /** Makes a connector, or gives one that exists another configuration. */
  async put(name: string, config: ConnectorConfig): Promise<void> {
    // A worker that has just joined answers 409 until its group is at rest.
    await this.patiently('PUT', `/connectors/${name}/config`, config)
  }

  async delete(name: string): Promise<void> {
    await this.patiently('DELETE', `/connectors/${name}`)
  }

  async pause(name: string): Promise<void> {
    await this.patiently('PUT', `/connectors/${name}/pause`)
  }

  async resume(name: string): Promise<void> {
    await this.patiently('PUT', `/connectors/${name}/resume`)
  }

  /** Restarts a connector with its tasks; workers from 3.0 on. */
  async restart(name: string): Promise<void> {
    await this.patiently('POST', `/connectors/${name}/restart?includeTasks=true`)
  }

  async status(name: string): Promise<ConnectorStatus> {
    return (await this.ask('GET', `/connectors/${name}/status`)) as ConnectorStatus
  }

  /** Committed offsets by `<topic>-<partition>`; workers from 3.5 on. */
  async offsets(name: string): Promise<Readonly<Record<string, number>>> {
    const { offsets } = (await this.ask('GET', `/connectors/${name}/offsets`)) as {
      offsets: { partition: { kafka_topic: string; kafka_partition: number }; offset: { kafka_offset: number } }[]
    }
    return Object.fromEntries(
      offsets.map(({ partition, offset }) => [
        `${partition.kafka_topic}-${partition.kafka_partition}`,
        offset.kafka_offset,
      ]),
    )
  }

  /** Settings that the worker refuses, each with all that is wrong with it; none for a configuration that is right. */
  async validate(config: ConnectorConfig): Promise<SettingErrors[]> {
    const plugin = config['connector.class'] ?? ''
    const body = { name: 'validated', ...config }
    const answer = (await this.ask('PUT', `/connector-plugins/${plugin}/config/validate`, body)) as Validation
    return answer.configs.map(({ value: { name, errors } }) => ({ name, errors })).filter(({ errors }) => errors.length)
  }

  /** Classes that the worker found, with the version that each says of itself. */
  async plugins(): Promise<{ class: string; type: string; version?: string }[]> {
    const plugins = await this.ask('GET', '/connector-plugins?connectorsOnly=false')
    return plugins as { class: string; type: string; version?: string }[]
  }

  /** Waits until the connector and that many tasks are RUNNING; rejects at once where one has failed, with its trace. */
  async running(name: string, tasks = 1, patienceMs = 60_000): Promise<ConnectorStatus> {
    let last: ConnectorStatus | undefined
    const states = (): string[] => [last?.connector, ...(last?.tasks ?? [])].map((one) => one?.state ?? 'none')
    const settled = async (): Promise<boolean> => {
      last = await this.status(name)
      if (states().includes('FAILED')) return true
      return last.tasks.length === tasks && states().every((state) => state === 'RUNNING')
    }
    await until(`${name} to run`, settled, patienceMs).catch((error: Error) => {
      throw new Error(`${error.message}; it is ${JSON.stringify(last)}`)
    })
    if (last === undefined || states().includes('FAILED')) throw new Error(`${name} failed: ${JSON.stringify(last)}`)
    return last
  }

  private async ask(method: string, path: string, body?: unknown): Promise<unknown> {
    const { status, text } = await this.send(method, path, body)
    if (status >= 300) throw new Error(`${method} ${path}: ${status} ${text}`)
    return text === '' ? undefined : JSON.parse(text)
  }

  private async patiently(method: string, path: string, body?: unknown): Promise<void> {
    let last = { status: 0, text: '' }
    const accepted = async (): Promise<boolean> => {
      last = await this.send(method, path, body)
      return last.status !== 409 && last.status !== 503
    }
    await until(`${method} ${path}`, accepted, 60_000).catch((error: Error) => {
      throw new Error(`${error.message}: ${last.status} ${last.text}`)
    })
    if (last.status >= 300) throw new Error(`${method} ${path}: ${last.status} ${last.text}`)
  }

  private async send(method: string, path: string, body?: unknown): Promise<{ status: number; text: string }> {
    const answer = await fetch(`${this.url}${path}`, {
      method,
      ...(body !== undefined && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    })
    return { status: answer.status, text: await answer.text() }
  }
}
