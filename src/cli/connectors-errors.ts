import { connectorHealth, deadLetters, type DeadLetter } from '../runtime/connectors/index.js'
import type { Style } from '../report/style.js'
import type { Context } from './context.js'
import { withRunningSite } from './running-site.js'

/** `clickstream connectors errors`: the newest records that a connector put aside, and the trace of what failed. */
export function connectorErrors(
  context: Context,
  name: string,
  options: { readonly project: string; readonly last: number; readonly trace?: boolean },
): Promise<void> {
  return withRunningSite(context, options.project, async ({ connectors, brokers }) => {
    const { connector, tasks } = await connectorHealth(connectors, name)
    const failures = [connector, ...tasks].flatMap(({ cause }) => cause ?? [])
    const configuration = connectors.planned.find((one) => one.name === name)?.configuration
    const topic = configuration?.['errors.deadletterqueue.topic.name']
    const letters = topic === undefined ? [] : await deadLetters(brokers, topic, options.last)
    context.reporter.document({ name, failures, deadLetterTopic: topic, deadLetters: letters }, (style) =>
      [
        ...failures.map(({ cause, line, hint }) => `${style.red('✘')} ${cause}\n  ${style.dim(line)}\n  → ${hint}`),
        ...(letters.length === 0 ? [`no dead letters in ${topic ?? 'a topic: the connector has none'}`] : []),
        ...letters.map((letter) => letterText(letter, style, options.trace === true)),
      ].join('\n'),
    )
  })
}

function letterText(letter: DeadLetter, style: Style, trace: boolean): string {
  const { topic, partition, offset, at, stage, cause, bytes, beginning } = letter
  return [
    `${style.yellow(`${topic}/${partition} offset ${offset}`)} put aside ${new Date(at).toISOString()} at ${stage}`,
    `  ${cause.line}`,
    `  ${style.dim(`${bytes} bytes: ${JSON.stringify(beginning)}`)}`,
    ...(trace ? letter.trace.split('\n').map((line) => `    ${line}`) : []),
  ].join('\n')
}
