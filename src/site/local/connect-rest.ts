import { setTimeout as pause } from 'node:timers/promises'
import { ClickstreamError, type Problem } from '../../errors.js'
import { untilRunning } from '../connector-state.js'
import type { ConnectorStatus } from '../site.js'

interface Validation {
  readonly configs: readonly { readonly value: { readonly name: string; readonly errors: readonly string[] } }[]
}

type Configuration = Readonly<Record<string, string>>

/** Milliseconds in which a worker that has just joined answers 409 until its group is at rest. */
const REBALANCE_MS = 60_000

/** The REST interface of a Connect worker. */
export class ConnectRest {
  constructor(private readonly url: string) {}

  /**
   * Makes a connector whose configuration the worker finds right, and waits until it and its tasks run.
   *
   * @throws `ConnectorRefused` with a problem for each setting, `ConnectorFailed` with the cause of the trace, `ConnectorSilent`
   */
  async create(name: string, configuration: Configuration, patienceMs = 90_000): Promise<void> {
    const problems = await this.validate(name, configuration)
    if (problems.length > 0) throw connectorRefused(name, problems)
    await this.put(name, configuration)
    await untilRunning(name, () => this.status(name), patienceMs)
  }

  /** What the worker finds wrong with a configuration. */
  async validate(name: string, configuration: Configuration): Promise<readonly Problem[]> {
    const type = configuration['connector.class'] ?? ''
    const path = `/connector-plugins/${encodeURIComponent(type)}/config/validate`
    const { status, text } = await this.send('PUT', path, { name, ...configuration })
    if (/Failed to find any class|ClassNotFoundException/.test(text) || type === '') {
      return [
        {
          code: 'ConnectorClassMissing',
          message: `no plugin of the worker has the class ${JSON.stringify(type)}`,
          hint: 'write connector.class as the plugin’s documentation does; `clickstream plugins verify` looks for damaged jars',
          path: 'connector.class',
        },
      ]
    }
    if (status >= 300) throw connectRefused('PUT', path, status, text)
    const { configs } = JSON.parse(text) as Validation
    return configs.flatMap(({ value }): Problem[] =>
      value.errors.map((message) => ({ code: 'SettingRefused', message, path: value.name })),
    )
  }

  /** Makes a connector, or gives it another configuration. */
  async put(name: string, configuration: Configuration): Promise<void> {
    await this.ask('PUT', `${pathOf(name)}/config`, configuration)
  }

  /** The state of a connector; undefined where the worker knows none of this name. */
  async status(name: string): Promise<ConnectorStatus | undefined> {
    const path = `${pathOf(name)}/status`
    const { status, text } = await this.send('GET', path)
    if (status === 404) return undefined
    if (status >= 300) throw connectRefused('GET', path, status, text)
    return JSON.parse(text) as ConnectorStatus
  }

  async pause(name: string): Promise<void> {
    await this.ask('PUT', `${pathOf(name)}/pause`)
  }

  async resume(name: string): Promise<void> {
    await this.ask('PUT', `${pathOf(name)}/resume`)
  }

  /** Starts what has failed again: the connector and its tasks. */
  async restart(name: string): Promise<void> {
    await this.ask('POST', `${pathOf(name)}/restart?includeTasks=true&onlyFailed=true`)
  }

  async delete(name: string): Promise<void> {
    await this.ask('DELETE', pathOf(name))
  }

  private async ask(method: string, path: string, body?: object): Promise<void> {
    const { status, text } = await this.send(method, path, body)
    if (status >= 300) throw connectRefused(method, path, status, text)
  }

  private async send(method: string, path: string, body?: object): Promise<{ status: number; text: string }> {
    const end = Date.now() + REBALANCE_MS
    for (;;) {
      const answer = await fetch(`${this.url}${path}`, {
        method,
        ...(body !== undefined && { body: JSON.stringify(body) }),
        headers: { 'content-type': 'application/json' },
      }).catch((cause: unknown) => {
        throw connectUnreachable(this.url, cause)
      })
      const { status } = answer
      const text = await answer.text()
      if ((status !== 409 && status !== 503) || Date.now() > end) return { status, text }
      await pause(250)
    }
  }
}

/** The worker finds a configuration wrong. */
export function connectorRefused(name: string, problems: readonly Problem[]): ClickstreamError {
  return new ClickstreamError(`the worker refuses the configuration of ${name}`, {
    code: 'ConnectorRefused',
    hint: 'the configuration is in the template; each setting below is wrong',
    exitCode: 3,
    problems,
  })
}

function connectRefused(method: string, path: string, status: number, text: string): ClickstreamError {
  return new ClickstreamError(`the worker answered ${status} to ${method} ${path}`, {
    code: 'ConnectRefused',
    hint: text.slice(0, 500),
    source: 'tool',
  })
}

function connectUnreachable(url: string, cause: unknown): ClickstreamError {
  return new ClickstreamError(`no Connect worker answers at ${url}`, {
    code: 'ConnectUnreachable',
    hint: '`clickstream local status` shows what runs, `clickstream local logs connect` what the worker last said',
    source: 'tool',
    cause,
  })
}

function pathOf(name: string): string {
  return `/connectors/${encodeURIComponent(name)}`
}
