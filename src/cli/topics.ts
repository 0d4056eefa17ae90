import { makeTopics, validateTopics } from '../runtime/topics/index.js'
import type { Style } from '../report/style.js'
import type { Context } from './context.js'
import { factsText } from './facts-text.js'
import { withRunningSite } from './running-site.js'

/** `clickstream topics`: the topics of the running site beside the plan; exits with 1 where one deviates. */
export function topics(context: Context, project: string): Promise<number> {
  return withRunningSite(context, project, async ({ topics: admin }, assembly) => {
    const facts = await validateTopics(admin, assembly.topics)
    const found = await admin.describe(assembly.topics.map(({ name }) => name))
    const asPlanned = facts.every(({ ok }) => ok)
    context.reporter.document({ asPlanned, facts, topics: found }, (style) =>
      [
        factsText(facts, style),
        ...(asPlanned ? [] : ['', '`clickstream topics apply` makes what is missing and alters what can be altered']),
      ].join('\n'),
    )
    return asPlanned ? 0 : 1
  })
}

/** `clickstream topics apply`: makes what is missing and alters what can be altered; exits with 1 where something is refused. */
export function applyTopics(context: Context, project: string): Promise<number> {
  return withRunningSite(context, project, async (site, assembly) => {
    const made = await makeTopics(site.topics, assembly.topics)
    context.reporter.document(made, (style) => madeText(made, style))
    return made.refused.length === 0 ? 0 : 1
  })
}

function madeText({ created, altered, refused }: Awaited<ReturnType<typeof makeTopics>>, style: Style): string {
  const lines = [
    ...created.map((name) => `${style.green('✔')} ${name} created`),
    ...altered.map(
      ({ topic, setting, from, to }) => `${style.green('✔')} ${topic}: ${setting} from ${from || 'nothing'} to ${to}`,
    ),
    ...refused.flatMap(({ message, hint }) => [`${style.red('✘')} ${message}`, `  ${style.dim(`→ ${hint}`)}`]),
  ]
  return lines.length === 0 ? 'every topic is as planned' : lines.join('\n')
}
