import type { MessageKind } from '../report/message.js'
import type { Style } from '../report/style.js'
import { table } from '../report/text.js'
import type { Decision, FileChange } from '../synth/index.js'
import type { Generated } from './generate-project.js'
import { money } from './plan-text.js'

/** A file is not as it was generated, with what generating does, or would do, to it. */
export const HAND_EDIT: MessageKind<Pick<FileChange, 'path' | 'deleted' | 'diff'> & { decision?: Decision }> = {
  code: 'GENERATE_W3000',
  level: 'warning',
  text: ({ path, deleted, diff, decision }, style) => {
    const was = deleted === true ? 'was deleted by hand' : 'was edited by hand'
    const what = {
      ask: `${path} ${was}; generated it would change like this:`,
      keep: `${path} ${was} and stays so; generated it would change like this:`,
      overwrite: `${path} ${was} and is overwritten; it changes like this:`,
    }[decision ?? 'ask']
    return `${style.yellow(what)}\n${diff === undefined ? '(no text)' : diffText(diff, style)}`
  },
}

/** A project was written, synthesized and checked. */
export const GENERATED: MessageKind<Generated> = {
  code: 'GENERATE_I3001',
  level: 'result',
  text: (generated, style) => `\n${generatedText(generated, style)}`,
}

/** A unified diff in colours. */
export function diffText(diff: string, style: Style): string {
  return diff
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('====') && !line.startsWith('\\ No newline'))
    .map((line) => {
      if (line.startsWith('+++') || line.startsWith('---')) return style.bold(line)
      if (line.startsWith('+')) return style.green(line)
      if (line.startsWith('-')) return style.red(line)
      return line.startsWith('@@') ? style.cyan(line) : line
    })
    .join('\n')
}

/** What was written and found, what it costs, and what to type next. */
export function generatedText(generated: Generated, style: Style): string {
  const { stacks, validation, reachability, cost, promises, next } = generated
  const { findings, acknowledged } = validation
  return [
    `${style.bold('Project')} ${generated.project}: ${filesText(generated.files)}`,
    ...changeLines(generated.files, style),
    ...(generated.editedByHand.length > 0
      ? [
          style.yellow(
            style.wrap(
              `Edited by hand, so \`npx cdk synth\` in the project decides: ${generated.editedByHand.join(', ')}`,
              '  ',
            ),
          ),
        ]
      : []),
    '',
    style.bold('Stacks'),
    ...table(stacks.map(({ name, resources }) => [`  ${name}`, `${resources} resources`])),
    style.wrap(
      `validated by ${validation.cloudFormation ? "CloudFormation's rules and cdk-nag" : 'cdk-nag alone (CDK_VALIDATION=false)'}: ${findings.length} open findings, ${acknowledged.length} rules acknowledged with a reason`,
      '  ',
    ),
    ...findings.map((finding) =>
      style.wrap(`- ${finding.severity} ${finding.rule} ${finding.construct}: ${finding.message}`, '  '),
    ),
    '',
    ...proofLines(reachability, style),
    '',
    `${style.bold('Cost')} about ${style.bold(`${money(cost.total)} a month`)}; \`clickstream plan\` shows each line`,
    ...(promises.length > 0
      ? [
          style.wrap(
            `${style.bold('Not kept yet')} ${promises.length} promises of the design: the project's README and \`clickstream plan\` list them`,
          ),
        ]
      : []),
    '',
    style.bold('Next'),
    // Unbroken, to be copied.
    ...next.map((command) => style.green(command.replaceAll(/^/gm, '  '))),
  ].join('\n')
}

const NAMES: Readonly<Record<FileChange['action'], string>> = {
  none: 'unchanged',
  write: 'overwritten',
  remove: 'removed',
  keep: 'edited by hand and kept',
}

function nameOf({ kind, action, deleted }: FileChange): string {
  if (kind === 'new') return 'new'
  if (kind === 'update') return 'updated'
  if (deleted !== true) return NAMES[action]
  return action === 'write' ? 'written again' : 'deleted by hand and left out'
}

function filesText(files: readonly FileChange[]): string {
  const counts = new Map<string, number>()
  for (const change of files) counts.set(nameOf(change), (counts.get(nameOf(change)) ?? 0) + 1)
  return [...counts].map(([name, count]) => `${count} ${name}`).join(', ')
}

function changeLines(files: readonly FileChange[], style: Style): string[] {
  return files
    .filter(({ kind }) => kind !== 'new' && kind !== 'unchanged')
    .map((change) => `  ${style.dim(nameOf(change))} ${change.path}`)
}

function proofLines({ reachable, hops }: Generated['reachability'], style: Style): string[] {
  const marks = { proved: style.green('✔'), 'by-you': style.yellow('!'), broken: style.red('✘') }
  const title = reachable ? 'an event can go all the way' : 'an event cannot go all the way'
  const duties = new Map(hops.flatMap((hop) => hop.duties.map((duty) => [duty.command, duty] as const)))
  return [
    `${style.bold('Reachability')} ${title}, by the templates alone`,
    ...hops.flatMap((hop) => [
      `  ${marks[hop.status]} ${hop.from} → ${hop.to}${style.dim(`: ${hop.evidence.length} rules and resources`)}`,
      ...hop.missing.map((gap) => style.wrap(`missing: ${gap.what} → ${gap.fix}`, '      ')),
    ]),
    ...(duties.size > 0 ? ['  Left to you, outside of the templates:'] : []),
    ...[...duties.values()].flatMap((duty) => [
      style.wrap(`- ${duty.what}`, '    '),
      `      ${style.dim(duty.command)}`,
    ]),
  ]
}
