import { ClickstreamError } from '../errors.js'
import type { Decide, Decision, FileChange } from '../synth/index.js'
import type { Context } from './context.js'
import { HAND_EDIT } from './generate-messages.js'

export interface HandEditOptions {
  /** Folder of the project, as it was named. */
  readonly out: string
  /** What the command line said. @default - the person is asked */
  readonly decision?: Decision
  /** How the command at hand says it. */
  readonly hint: string
}

/**
 * Shows every difference between what a person made of a project and what would be generated, and finds out what becomes of it.
 * Throws `HandEditedFiles` (exit code 4) where somebody would have to be asked and nobody is there, or asks to stop.
 */
export async function decideHandEdits(
  context: Context,
  changes: readonly FileChange[],
  { out, decision, hint }: HandEditOptions,
): Promise<Decide> {
  const edits = changes.filter(({ kind }) => kind === 'edited' || kind === 'conflict')
  const open = decision === undefined ? edits.filter(({ decided }) => decided !== true) : []
  const made = new Map<string, Decision>()
  for (const change of edits) {
    const known = decision ?? (change.decided === true ? 'keep' : undefined)
    context.reporter.report(HAND_EDIT, { ...change, ...(known !== undefined && { decision: known }) })
    if (known !== undefined || !context.interactive) continue
    const question = `${change.path}: keep yours (k), overwrite it (o), or stop (s)? `
    const answer = await context.choose(question, ['k', 'o', 's'])
    if (answer === undefined || answer === 's') throw undecided(out, open, hint)
    made.set(change.path, answer === 'o' ? 'overwrite' : 'keep')
  }
  if (open.length > 0 && !context.interactive) throw undecided(out, open, hint)
  return decision ?? (({ path }) => made.get(path) ?? 'keep')
}

function undecided(out: string, open: readonly FileChange[], hint: string): ClickstreamError {
  const [count, were] = open.length === 1 ? ['1 file', 'was'] : [`${open.length} files`, 'were']
  return new ClickstreamError(`${count} in ${out} ${were} changed by hand and would be generated differently`, {
    code: 'HandEditedFiles',
    hint: `nothing was written; ${hint}`,
    exitCode: 4,
    problems: open.map(({ path, deleted, diff }) => ({
      code: deleted === true ? 'HandDeleted' : 'HandEdited',
      message: `was ${deleted === true ? 'deleted' : 'edited'} by hand`,
      file: path,
      ...(diff !== undefined && { diff }),
    })),
  })
}
