import { setTimeout as pause } from 'node:timers/promises'
import { ClickstreamError, type Problem } from '../../errors.js'

/** States of a connector and its tasks, as a worker gives them. */
export interface ConnectorStatus {
  readonly connector: { readonly state: string; readonly trace?: string }
  readonly tasks: readonly { readonly id: number; readonly state: string; readonly trace?: string }[]
}

interface Validation {
  readonly configs: readonly { readonly value: { readonly name: string; readonly errors: readonly string[] } }[]
}

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
  async create(name: string, configuration: Readonly<Record<string, string>>, patienceMs = 90_000): Promise<void> {
    await this.validate(name, configuration)
    await this.ask('PUT', `/connectors/${name}/config`, configuration)
    const end = Date.now() + patienceMs
    for (;;) {
      const status = await this.status(name)
      const states = [status?.connector, ...(status?.tasks ?? [])].map((one) => one?.state)
      const failed = [status?.connector, ...(status?.tasks ?? [])].find((one) => one?.state === 'FAILED')
      if (failed !== undefined) throw connectorFailed(name, failed.trace)
      if (status !== undefined && status.tasks.length > 0 && states.every((state) => state === 'RUNNING')) return
      if (Date.now() > end) {
        throw new ClickstreamError(`the connector ${name} does not run: ${states.join(', ') || 'no state'}`, {
          code: 'ConnectorSilent',
          hint: '`clickstream local logs connect` shows what the worker does',
          source: 'tool',
        })
      }
      await pause(250)
    }
  }

  /** The state of a connector; undefined where the worker knows none of this name. */
  async status(name: string): Promise<ConnectorStatus | undefined> {
    const answer = await fetch(`${this.url}/connectors/${name}/status`)
    return answer.ok ? ((await answer.json()) as ConnectorStatus) : undefined
  }

  private async validate(name: string, configuration: Readonly<Record<string, string>>): Promise<void> {
    const type = configuration['connector.class'] ?? ''
    const { configs } = (await this.ask('PUT', `/connector-plugins/${type}/config/validate`, {
      name,
      ...configuration,
    })) as Validation
    const problems = configs.flatMap(({ value }): Problem[] =>
      value.errors.map((message) => ({ code: 'SettingRefused', message, path: value.name })),
    )
    if (problems.length === 0) return
    throw new ClickstreamError(`the worker refuses the configuration of ${name}`, {
      code: 'ConnectorRefused',
      hint: 'the configuration is in the template; each setting below is wrong',
      exitCode: 3,
      problems,
    })
  }

  private async ask(method: string, path: string, body: object): Promise<unknown> {
    const end = Date.now() + REBALANCE_MS
    for (;;) {
      const answer = await fetch(`${this.url}${path}`, {
        method,
        body: JSON.stringify(body),
        headers: { 'content-type': 'application/json' },
      })
      const text = await answer.text()
      if (answer.ok) return text === '' ? undefined : JSON.parse(text)
      if ((answer.status !== 409 && answer.status !== 503) || Date.now() > end) {
        throw new ClickstreamError(`the worker answered ${answer.status} to ${method} ${path}`, {
          code: 'ConnectRefused',
          hint: text.slice(0, 500),
          source: 'tool',
        })
      }
      await pause(250)
    }
  }
}

/** The last `Caused by` of a Java trace says most. */
function connectorFailed(name: string, trace = ''): ClickstreamError {
  const causes = trace.split('\n').filter((line) => line.startsWith('Caused by: '))
  const cause = (causes.at(-1)?.slice('Caused by: '.length) ?? trace.split('\n')[0] ?? '').trim()
  return new ClickstreamError(`the connector ${name} failed: ${cause}`, {
    code: 'ConnectorFailed',
    hint: '`clickstream local logs connect` shows the whole trace',
    source: 'tool',
  })
}
