import { makeTopics, validateTopics } from '../runtime/topics/index.js'
import { localTopicAdmin } from '../site/local/local-topics.js'
import type { Style } from '../report/style.js'
import type { Context } from './context.js'
import { factsText } from './facts-text.js'
import { runningSite } from './running-site.js'

/** `clickstream topics`: the topics of the running site beside the plan; exits with 1 where one deviates. */
export async function topics({ reporter }: Context, project: string): Promise<number> {
  const { assembly, kafka } = runningSite(project)
  const admin = localTopicAdmin(kafka)
  try {
    const facts = await validateTopics(admin, assembly.topics)
    const found = await admin.describe(assembly.topics.map(({ name }) => name))
    const asPlanned = facts.every(({ ok }) => ok)
    reporter.document({ asPlanned, facts, topics: found }, (style) =>
      [
        factsText(facts, style),
        ...(asPlanned ? [] : ['', '`clickstream topics apply` makes what is missing and alters what can be altered']),
      ].join('\n'),
    )
    return asPlanned ? 0 : 1
  } finally {
    await admin.close()
  }
}

/** `clickstream topics apply`: makes what is missing and alters what can be altered; exits with 1 where something is refused. */
export async function applyTopics({ reporter }: Context, project: string): Promise<number> {
  const { assembly, kafka } = runningSite(project)
  const admin = localTopicAdmin(kafka)
  try {
    const made = await makeTopics(admin, assembly.topics)
    reporter.document(made, (style) => madeText(made, style))
    return made.refused.length === 0 ? 0 : 1
  } finally {
    await admin.close()
  }
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
