import { Command, InvalidArgumentError, Option } from 'commander'
import { createContext, type Context, type GlobalOptions } from './context.js'
import type { ReplayOptions } from './replay.js'
import { version } from './version.js'

/** A verb's work; it returns what the process exits with, 0 where it returns nothing. */
type Work = (context: Context) => Promise<number | void>

/** All verbs and options. Nothing but commander is loaded before a verb runs. */
export function createProgram(exit: (code: number) => void): Command {
  const program = new Command('clickstream')
    .description(
      'Talk to a team of agents, get a reviewed CDK project that collects click events into your own data lake on AWS.',
    )
    .exitOverride()
    .configureOutput({ outputError: () => undefined })
    .configureHelp({ showGlobalOptions: true })
    .helpCommand(false)
    .version(version(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'show this help')
    .option('--json', 'JSON on standard output and nothing else there')
    .addOption(new Option('--model <name>', 'language model of the agents').default('offline').env('CLICKSTREAM_MODEL'))
    .option('-q, --quiet', 'results and errors only')
    .option('--no-color', 'no colours (NO_COLOR works too)')
    .addHelpText('after', EXIT_CODES)

  const run = async (work: Work, lines = false): Promise<void> => {
    const context = await createContext(program.opts<GlobalOptions>(), lines)
    exit((await work(context)) ?? 0)
  }

  program
    .command('demo')
    .description('the whole way on an example, without an account, a key or a network')
    .option('--out <folder>', 'where the generated project goes', 'clickstream-demo')
    .option(
      '--outage',
      'run the project here instead, kill Kafka and the collector under traffic, and count every event',
    )
    .action((options: { out: string; outage?: boolean }) =>
      run(
        async (context) =>
          options.outage === true
            ? (await import('./demo-outage.js')).demoOutage(context)
            : (await import('./demo.js')).demo(context, options),
        true,
      ),
    )

  program
    .command('chat')
    .description('talk to the agents; /help there lists what else can be typed')
    .option('--session <file>', 'where the conversation is kept')
    .option('--new', 'start afresh, also where a conversation is kept')
    .action((options: { session?: string; new?: boolean }) =>
      run(async (context) => (await import('./chat.js')).chat(context, options), true),
    )

  program
    .command('plan')
    .description('what words or a spec come to: sizes with their reasons, cost, open questions; writes no file')
    .argument('[query...]', 'what you want, in your own words')
    .option('--turns <file>', 'a JSON array of what the person said, turn by turn (-: standard input)')
    .option('--spec <file>', 'a spec to start from')
    .action((query: string[], options: { turns?: string; spec?: string }) =>
      run(async (context) => (await import('./plan.js')).plan(context, query, options)),
    )

  program
    .command('generate')
    .description('write the CDK project of a spec, synthesize and check it')
    .argument('<spec>', 'clickstream.yaml')
    .requiredOption('--out <folder>', 'where the project goes')
    .addOption(new Option('--keep', 'leave files alone that were edited or deleted by hand').conflicts('overwrite'))
    .option('--overwrite', 'write what is generated over files that were edited or deleted by hand')
    .action((spec: string, options: { out: string; keep?: boolean; overwrite?: boolean }) =>
      run(async (context) => (await import('./generate.js')).generate(context, spec, options)),
    )

  program
    .command('query')
    .description('print the Athena SQL for the events of each sink: newest, counts an hour, copies; runs nothing')
    .argument('[source]', 'a generated project, or a clickstream.yaml', '.')
    .option('--sink <name>', 'one sink only, by its name or table (default: all)')
    .option('--since <time>', 'how far back: 30m, 24h, 7d, or a day such as 2026-11-01', '24h')
    .option('--sql-only', 'statements without comments')
    .action((source: string, options: { sink?: string; since: string; sqlOnly?: boolean }) =>
      run(async (context) => (await import('./query.js')).query(context, source, options)),
    )

  program
    .command('schema')
    .description('the JSON Schema of clickstream.yaml, for editors')
    .action(() => run(async (context) => (await import('./schema.js')).schema(context)))

  program
    .command('doctor')
    .description('what this machine has and lacks, with the line that installs it')
    .action(() => run(async (context) => (await import('./doctor.js')).doctor(context)))

  const plugins = program.command('plugins').description('Kafka Connect plugins: their ZIPs, from pinned jars')
  plugins
    .command('build')
    .description('make the ZIP of a plugin from its lock and print its path; the same lock gives the same bytes')
    .argument('<lock>', 'name of a lock that ships with the tool, or a lock file')
    .option('--out <file>', 'the ZIP, or a folder that exists (default: in the cache)')
    .action((lock: string, options: { out?: string }) =>
      run(async (context) => (await import('./plugins-build.js')).pluginsBuild(context, lock, options)),
    )
  plugins
    .command('verify')
    .description('compare the jars on this machine with their lock; downloads nothing')
    .argument('[lock]', 'name of a lock that ships with the tool, or a lock file (default: all that ship)')
    .action((lock?: string) =>
      run(async (context) => (await import('./plugins-verify.js')).pluginsVerify(context, lock)),
    )

  const local = program
    .command('local')
    .description('a synthesized project on this machine, for your own SDK to talk to')
  const project = (command: Command): Command =>
    command.argument('[project]', 'folder that `clickstream generate` wrote, or its cdk.out', '.')
  project(
    local.command('up').description('start nginx, Kafka, Kafka Connect and an S3 server as the templates describe'),
  ).action((folder: string) => run(async (context) => (await import('./local-up.js')).localUp(context, folder)))
  project(local.command('status').description('which parts run')).action((folder: string) =>
    run(async (context) => (await import('./local-status.js')).localStatus(context, folder)),
  )
  project(local.command('url').description('print the endpoint')).action((folder: string) =>
    run(async (context) => (await import('./local-url.js')).localUrl(context, folder)),
  )
  local
    .command('logs')
    .description('the last lines of what the parts print')
    .argument('[part]', 'such as collector, kafka or connect (default: each)')
    .option('--project <folder>', 'folder that `clickstream generate` wrote, or its cdk.out', '.')
    .option('--lines <count>', 'how many', countOf, 20)
    .action((part: string | undefined, options: { project: string; lines: number }) =>
      run(async (context) => (await import('./local-logs.js')).localLogs(context, part, options)),
    )
  project(local.command('down').description('end all of it; logs stay until the next start')).action((folder: string) =>
    run(async (context) => (await import('./local-down.js')).localDown(context, folder)),
  )

  project(program.command('rehearse'))
    .description('run a synthesized project here, send events through it, and account for each in every sink')
    .option('--events <count>', 'how many', countOf, 10_000)
    .option('--rate <count>', 'most a second', countOf, 500)
    .option('--keep', 'leave it running; `clickstream local down` ends it')
    .addOption(
      new Option(
        '--fault <name>',
        'break something under steady traffic instead, and count what becomes of every event',
      ).choices(['kafka-outage']),
    )
    .action((folder: string, options: { events: number; rate: number; keep?: boolean; fault?: string }) =>
      run(async (context) =>
        options.fault === undefined
          ? (await import('./rehearse.js')).rehearseProject(context, folder, options)
          : (await import('./rehearse-fault.js')).rehearseFault(context, folder, options),
      ),
    )

  const topics = project(program.command('topics'))
    .description('the topics of the running site beside the plan: partitions, copies, configuration, leaders')
    .action((folder: string) => run(async (context) => (await import('./topics.js')).topics(context, folder)))
  project(topics.command('apply'))
    .description('make what is missing, alter what can be altered, refuse the rest with the reason')
    .action((folder: string) => run(async (context) => (await import('./topics.js')).applyTopics(context, folder)))

  const connectors = project(program.command('connectors'))
    .description('state of the running connectors and why they failed, how far behind they are, how fresh each sink is')
    .action((folder: string) => run(async (context) => (await import('./connectors.js')).connectors(context, folder)))
  const named = (verb: string, what: string): Command =>
    connectors
      .command(verb)
      .description(what)
      .argument('<name>', 'of the connector')
      .option('--project <folder>', 'folder that `clickstream generate` wrote, or its cdk.out', '.')
  for (const [verb, what] of CONNECTOR_VERBS) {
    named(verb, what).action((name: string, options: { project: string }) =>
      run(async (context) => (await import('./connectors-act.js')).actOnConnector(context, verb, name, options)),
    )
  }
  named('errors', 'the newest dead letters, each with its cause')
    .option('--last <count>', 'how many', countOf, 5)
    .option('--trace', 'with the whole trace of each')
    .action((name: string, options: { project: string; last: number; trace?: boolean }) =>
      run(async (context) => (await import('./connectors-errors.js')).connectorErrors(context, name, options)),
    )

  project(program.command('replay'))
    .description('send events of the backup that Kafka does not have to their topics, with their ids and times')
    .requiredOption('--from <time>', 'events taken since then: 30m, 24h, 7d, or a time such as 2026-11-01T08:00')
    .option('--to <time>', 'and before this time (default: now)')
    .option('--topic <name...>', 'of these topics only (default: all that the backup has events of)')
    .option(
      '--rejected',
      'send requests again that were refused, through the endpoint, after what refused them was mended',
    )
    .option('--dry-run', 'count what would be sent by topic and hour, and send nothing')
    .option('--rate <count>', 'most events a second (default: as fast as Kafka takes them)', countOf)
    .option('--force', 'send also where it cannot be known which events Kafka has')
    .option('--new', 'begin afresh, also where a replay of the same range was interrupted')
    .action((folder: string, options: ReplayOptions) =>
      run(async (context) => (await import('./replay.js')).replayBackup(context, folder, options)),
    )

  return program
}

const CONNECTOR_VERBS = [
  ['create', 'make it from the template, and wait until records move'],
  ['pause', 'stop reading; offsets stay as they are'],
  ['resume', 'go on where it was paused'],
  ['restart', 'start what has failed again, and say why it had failed'],
  ['delete', 'remove it; its consumer group stays, so that `create` goes on where it stopped'],
] as const

function countOf(text: string): number {
  const count = Number(text)
  if (!Number.isInteger(count) || count < 1) throw new InvalidArgumentError('write a whole number above 0')
  return count
}

const EXIT_CODES = `
Exit codes: 0 done · 1 failed · 2 wrong usage · 3 invalid or refused spec, or no such file · 4 needs an answer that nobody can give`
