import type { ClickstreamOrchestrator, LocalProject } from '../agents/index.js'
import { ClickstreamError } from '../errors.js'
import type { DraftResult, EnvironmentLock } from '../spec/index.js'
import { COMMANDS, generateArguments, isCommand, parseCommand, type Command } from './chat-commands.js'
import type { Context } from './context.js'
import { onSignal } from './end-on-signal.js'
import { Lines } from './lines.js'
import { GENERATED } from './generate-messages.js'
import {
  ANSWER,
  ANSWERED,
  HELP,
  LOCAL_ENDED,
  planMessage,
  RESUMED,
  showEvents,
  SPEC,
  TURN_FAILED,
  WHY,
  YOU,
} from './messages.js'
import { describe } from './plan.js'
import {
  defaultSessionFile,
  invalidSession,
  localFolder,
  namedSessionFile,
  readSession,
  writeSession,
} from './session-file.js'

export interface ChatOptions {
  readonly session?: string
  readonly new?: boolean
}

/** `clickstream chat`: talks until the input ends; what was said is kept in a file where a person types, or where one is named. */
export async function chat(context: Context, options: ChatOptions): Promise<void> {
  const file = await sessionFile(context, options)
  const kept = file === undefined || options.new === true ? undefined : await readSession(file)
  const { LocalProject } = await import('../index.js')
  const { reporter, env, cwd } = context
  const local = new LocalProject({ folder: localFolder(cwd, file), reporter, env })
  const session = await startSession(context, local, kept, file)
  if (file !== undefined && session.turns.length > 0) {
    context.reporter.report(RESUMED, { file: options.session ?? file, turns: session.turns.length })
  }
  if (context.interactive)
    context.reporter.report(ANSWER, {
      text: 'Say what you want to build, in English or Chinese; /help lists the commands.',
    })
  await onSignal(
    () => local.end(),
    async () => {
      try {
        await talk(context, session, file)
      } finally {
        const processes = await local.end()
        if (processes > 0) reporter.report(LOCAL_ENDED, { processes })
      }
    },
  )
}

async function talk(context: Context, session: ClickstreamOrchestrator, file: string | undefined): Promise<void> {
  let working = false
  // Ctrl-C while agents work ends what they have started; at the prompt it ends the input.
  const lines = new Lines(context.interactive, () => working && process.emit('SIGINT'))
  const own: Context = { ...context, choose: (question, keys) => lines.choose(question, keys) }
  try {
    for (let line = await lines.next(); line !== undefined; line = await lines.next()) {
      if (line.trim() === '') continue
      const command = parseCommand(line)
      if (command?.name === '/quit') break
      working = command === undefined
      if (command !== undefined) await survive(context, () => run(own, session, command))
      else await survive(context, () => say(context, session, line))
      working = false
      if (file !== undefined) await writeSession(file, session.toJSON())
    }
  } finally {
    lines.close()
  }
}

async function sessionFile(context: Context, options: ChatOptions): Promise<string | undefined> {
  if (options.session !== undefined) return namedSessionFile(context.cwd, options.session)
  return context.interactive ? defaultSessionFile(context.cwd) : undefined
}

async function startSession(
  { model }: Context,
  local: LocalProject,
  kept: unknown,
  file = '',
): Promise<ClickstreamOrchestrator> {
  const { createClickstreamOrchestrator, resumeClickstreamOrchestrator } = await import('../index.js')
  if (kept === undefined) return createClickstreamOrchestrator({ model, local })
  try {
    return resumeClickstreamOrchestrator(kept, { model, local })
  } catch (error) {
    if (!ClickstreamError.is(error) || error.code !== 'InvalidSession') throw error
    throw invalidSession(file, error.message, error)
  }
}

async function say(context: Context, session: ClickstreamOrchestrator, turn: string): Promise<void> {
  if (!context.interactive) context.reporter.report(YOU, { text: turn })
  const show = showEvents(context.reporter)
  for await (const event of session.say(turn)) show(event)
  const { ready, questions } = session.result()
  context.reporter.report(ANSWERED, { ready, questions: questions.length })
}

async function run(context: Context, session: ClickstreamOrchestrator, { name, argument }: Command): Promise<void> {
  const { reporter } = context
  const result = session.result()
  switch (isCommand(name) ? name : undefined) {
    case '/plan':
      return reporter.report(planMessage(await describe(result, session.lock)), result)
    case '/spec':
      return reporter.report(SPEC, { yaml: await yamlOf(result) })
    case '/why':
      return reporter.report(WHY, { result, field: argument })
    case '/generate':
      return generateFrom(context, result, session.lock, argument)
    case '/help':
      return reporter.report(HELP, {})
    default:
      return reporter.report(ANSWER, { text: `There is no ${name}; there are ${Object.keys(COMMANDS).join(', ')}.` })
  }
}

async function yamlOf({ ready, spec, provenance }: DraftResult): Promise<string> {
  if (!ready) return (await import('yaml')).stringify(spec)
  const [{ specSchema }, { renderSpec }] = await Promise.all([import('../spec/schema.js'), import('../spec/index.js')])
  return renderSpec({ spec: specSchema.parse(spec), provenance })
}

async function generateFrom(
  context: Context,
  result: DraftResult,
  lock: EnvironmentLock | undefined,
  argument: string,
): Promise<void> {
  const { folder, decision } = generateArguments(argument)
  const [first] = result.questions
  if (first !== undefined) {
    throw new ClickstreamError(`the spec is not ready: ${first.text}`, {
      code: 'SpecNotReady',
      exitCode: 4,
      hint: 'answer what /plan asks first',
      path: first.path,
    })
  }
  const [{ specSchema }, { generateProject }] = await Promise.all([
    import('../spec/schema.js'),
    import('./generate-project.js'),
  ])
  const spec = specSchema.parse(result.spec)
  const out = folder === '' ? spec.name : folder
  const generated = await generateProject(context, {
    spec,
    provenance: result.provenance,
    out,
    decisionHint: `/generate ${out} --keep leaves them as they are, /generate ${out} --overwrite writes what is generated`,
    ...(decision !== undefined && { decision }),
    ...(lock !== undefined && { lock }),
  })
  context.reporter.report(GENERATED, generated)
}

/** One turn that fails does not end a conversation with a person; in a pipe it does, so that the exit code tells. */
async function survive(context: Context, work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (!context.interactive || !ClickstreamError.is(error)) throw error
    context.reporter.report(TURN_FAILED, { error })
  }
}
