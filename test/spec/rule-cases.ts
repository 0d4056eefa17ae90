import { expect, test } from '@jest/globals'
import { checkSpec, type EnvironmentLock, type PartialSpec, type Spec } from '../../src/spec/index.js'
import { codes, edited, specWith } from './specs.js'

/** A spec, perhaps edited, perhaps beside a lock, and what `checkSpec` refuses of it. */
export interface RuleCase {
  readonly parts?: PartialSpec
  readonly edit?: (spec: Spec) => void
  readonly lock?: EnvironmentLock
  readonly refused: string[]
  readonly hint?: RegExp
}

/** One test for each case. */
export function testRules(cases: Readonly<Record<string, RuleCase>>): void {
  test.each(Object.entries(cases))('%s', (_what, { parts, edit, lock, refused, hint }) => {
    // GIVEN a spec whose defaults were worked out without the lock, as an edited file has
    const spec = edited(specWith(parts), (copy) => void edit?.(copy))
    // WHEN
    const problems = checkSpec(spec, lock)
    // THEN
    expect(codes(problems)).toEqual(refused)
    for (const problem of problems)
      expect([problem.message.length > 0, (problem.hint ?? '').length > 0]).toEqual([true, true])
    if (hint !== undefined) expect(problems[0]?.hint).toMatch(hint)
  })
}
