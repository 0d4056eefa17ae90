import type { Reporter } from '../report/reporter.js'

/** The options that every verb knows. */
export interface GlobalOptions {
  readonly json?: boolean
  readonly model: string
  readonly quiet?: boolean
  readonly color: boolean
}

/** What a verb gets beside its own arguments. */
export interface Context {
  readonly reporter: Reporter
  readonly json: boolean
  readonly quiet: boolean
  readonly model: string
  readonly cwd: string
  readonly env: NodeJS.ProcessEnv
  /** Whether a person sits at the other end and can be asked. */
  readonly interactive: boolean
  /** Asks the person at the terminal until one of the keys is typed; undefined where they went away. */
  readonly choose: <Key extends string>(question: string, keys: readonly Key[]) => Promise<Key | undefined>
}

/** Builds the context of one run; `lines`: with `--json`, the verb prints a line for every message. */
export async function createContext(options: GlobalOptions, lines: boolean): Promise<Context> {
  const { JsonRenderer, QuietRenderer, Reporter, TerminalRenderer } = await import('../report/index.js')
  const { stdin, stdout, stderr, env } = process
  const json = options.json === true
  const quiet = options.quiet === true
  const terminal = (): InstanceType<typeof TerminalRenderer> =>
    new TerminalRenderer({ stdout, stderr, env, color: options.color })
  const renderer = json ? new JsonRenderer({ stdout, lines }) : quiet ? new QuietRenderer(terminal()) : terminal()
  return {
    reporter: new Reporter(renderer),
    json,
    quiet,
    model: options.model,
    cwd: process.cwd(),
    env,
    interactive: !json && stdin.isTTY === true && stdout.isTTY === true,
    choose: async (question, keys) => {
      const { Lines } = await import('./lines.js')
      const lines = new Lines(true)
      try {
        return await lines.choose(question, keys)
      } finally {
        lines.close()
      }
    },
  }
}
