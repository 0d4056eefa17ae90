import type { MessageKind } from '../report/message.js'
import type { Style } from '../report/style.js'
import { table } from '../report/text.js'
import type { FileChange } from '../synth/index.js'
import type { Generated } from './generate-project.js'
import { money } from './plan-text.js'

/** A file that was edited by hand would be generated differently now. */
export const CONFLICT: MessageKind<{ path: string; diff: string }> = {
  code: 'GENERATE_W3000',
  level: 'warning',
  text: ({ path, diff }, style) =>
    `${style.yellow(`${path} was edited by hand; generated now it would change like this:`)}\n${diffText(diff, style)}`,
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

const NAMES: Readonly<Record<FileChange['kind'], string>> = {
  new: 'new',
  update: 'updated',
  unchanged: 'unchanged',
  edited: 'edited by hand and kept',
  conflict: 'edited by hand',
  obsolete: 'removed',
}

function filesText(files: readonly FileChange[]): string {
  const counts = new Map<string, number>()
  for (const { kind, action } of files) {
    const name = kind === 'conflict' ? (action === 'write' ? 'overwritten' : 'edited by hand and kept') : NAMES[kind]
    counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  return [...counts].map(([name, count]) => `${count} ${name}`).join(', ')
}

function changeLines(files: readonly FileChange[], style: Style): string[] {
  return files
    .filter(({ kind }) => kind !== 'new' && kind !== 'unchanged')
    .map(
      ({ path, kind, action }) =>
        `  ${style.dim(kind === 'conflict' && action === 'write' ? 'overwritten' : NAMES[kind])} ${path}`,
    )
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
