import { describe, expect, test } from '@jest/globals'
import type { Context } from '../../src/cli/context.js'
import { decideHandEdits } from '../../src/cli/hand-edits.js'
import { SILENT } from '../../src/report/message.js'
import { Reporter } from '../../src/report/index.js'
import type { FileChange } from '../../src/synth/index.js'

const EDITED: FileChange = { path: 'a', kind: 'edited', action: 'keep', diff: '-mine\n' }
const DELETED: FileChange = { path: 'b', kind: 'conflict', action: 'keep', diff: '+new\n', deleted: true }
const DECIDED: FileChange = { path: 'c', kind: 'edited', action: 'keep', decided: true }
const UPDATE: FileChange = { path: 'd', kind: 'update', action: 'write' }
const HINT = '/generate web --keep leaves them as they are'

const pick = <Key>(keys: readonly Key[], answer: unknown): Key | undefined => keys.find((key) => key === answer)

/** A terminal at which `answers` are typed; none where nobody sits there. */
function context(answers?: string[]): { context: Context; shown: unknown[] } {
  const shown: unknown[] = []
  const reporter = new Reporter({
    message: ({ payload }) => void shown.push(payload),
    document: () => undefined,
    busy: () => SILENT,
  })
  const choose: Context['choose'] = (_question, keys) => Promise.resolve(pick(keys, answers?.shift()))
  const [json, quiet, interactive] = [false, false, answers !== undefined]
  return { context: { reporter, json, quiet, model: 'offline', cwd: '/', env: {}, interactive, choose }, shown }
}

describe('decideHandEdits', () => {
  test('GIVEN nobody at the terminal WHEN files were changed by hand THEN each is shown, and the hint is that of the command', async () => {
    const { context: alone, shown } = context()
    const decided = decideHandEdits(alone, [EDITED, DELETED, DECIDED, UPDATE], { out: 'web', hint: HINT })
    await expect(decided).rejects.toMatchObject({
      code: 'HandEditedFiles',
      exitCode: 4,
      message: '2 files in web were changed by hand and would be generated differently',
      hint: `nothing was written; ${HINT}`,
      problems: [
        { code: 'HandEdited', message: 'was edited by hand', file: 'a', diff: '-mine\n' },
        { code: 'HandDeleted', message: 'was deleted by hand', file: 'b', diff: '+new\n' },
      ],
    })
    expect(shown).toEqual([EDITED, DELETED, { ...DECIDED, decision: 'keep' }])
  })

  test('GIVEN a person WHEN asked THEN each file that nobody decided about is theirs to decide', async () => {
    const decide = await decideHandEdits(context(['o', 'k']).context, [EDITED, DELETED], { out: 'web', hint: HINT })
    if (typeof decide === 'string') throw new Error('it decides for all alike')
    expect(await Promise.all([EDITED, DELETED].map(decide))).toEqual(['overwrite', 'keep'])
  })

  test('GIVEN a decision on the command line WHEN files were changed by hand THEN they are shown and nobody is asked', async () => {
    const { context: alone, shown } = context()
    const options = { out: 'web', hint: HINT, decision: 'overwrite' } as const
    expect(await decideHandEdits(alone, [EDITED, DECIDED], options)).toBe('overwrite')
    expect(shown).toEqual([EDITED, DECIDED].map((change) => ({ ...change, decision: 'overwrite' })))
  })
})
