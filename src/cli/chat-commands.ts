import { ClickstreamError } from '../errors.js'
import { padEnd } from '../report/text.js'
import type { Style } from '../report/style.js'
import type { DraftResult } from '../spec/index.js'
import type { Decision } from '../synth/index.js'
import { leafAt, leafText, originText } from './plan-text.js'

/** What can be typed instead of words, and what each does. */
export const COMMANDS = {
  '/plan': 'the plan so far: ten steps, sizes with reasons, cost, open questions',
  '/spec': 'the spec so far, as YAML',
  '/why': 'where a value comes from: /why collector.tasks.max, or a part of the name',
  '/generate': 'write the project: /generate [folder] [--keep | --overwrite]',
  '/help': 'this list',
  '/quit': 'leave; the conversation is kept',
} as const

export type CommandName = keyof typeof COMMANDS

export interface Command {
  readonly name: string
  readonly argument: string
}

/** A line that is a command, taken apart; undefined for words (a path such as /data/v1 is words too). */
export function parseCommand(line: string): Command | undefined {
  const match = /^(\/[a-z]+)(?:\s+(.*))?$/is.exec(line.trim())
  if (match === null) return undefined
  return { name: (match[1] ?? '').toLowerCase(), argument: (match[2] ?? '').trim() }
}

/** Where `/generate` writes to, and what becomes of files that were changed by hand. Throws `UnknownOption` (exit code 2). */
export function generateArguments(argument: string): { folder: string; decision?: Decision } {
  const at = argument.search(/(?<!\S)--\S*$/)
  if (at < 0) return { folder: argument }
  const [folder, option] = [argument.slice(0, at).trim(), argument.slice(at + 2)]
  if (option === 'keep' || option === 'overwrite') return { folder, decision: option }
  throw new ClickstreamError(`unknown option '--${option}'`, {
    code: 'UnknownOption',
    hint: 'write /generate [folder] [--keep | --overwrite]',
    exitCode: 2,
  })
}

export function isCommand(name: string): name is CommandName {
  return Object.hasOwn(COMMANDS, name)
}

export function helpText(style: Style): string {
  const lines = Object.entries(COMMANDS).map(([name, what]) => `  ${style.cyan(padEnd(name, 11))}${what}`)
  return [
    ...lines,
    'Everything else is for the agents; "rehearse it" runs the project on this machine, "stop it" ends that.',
  ].join('\n')
}

/** Answers `/why`: the origin of one field, or of all fields whose path holds the words. */
export function whyText(result: DraftResult, asked: string, style: Style): string {
  const paths = Object.keys(result.provenance)
  if (asked === '') return 'Name a field: /why region'
  const wanted = asked.toLowerCase()
  const exact = paths.filter((path) => path.toLowerCase() === wanted)
  const found = exact.length > 0 ? exact : paths.filter((path) => path.toLowerCase().includes(wanted))
  if (found.length === 0) {
    const open = result.questions.find((question) => question.path.toLowerCase().includes(wanted))
    return open === undefined ? `Nothing is known about ${JSON.stringify(asked)} yet.` : `Not known yet: ${open.text}`
  }
  return found
    .map((path) => {
      const provenance = result.provenance[path]
      const origin = provenance === undefined ? '' : originText(provenance)
      return `${style.cyan(path)} = ${leafText(leafAt(result.spec, path))}\n  ${origin}`
    })
    .join('\n')
}
