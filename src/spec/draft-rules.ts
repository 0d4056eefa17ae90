import { z } from 'zod'
import type { Problem } from '../errors.js'
import { sinkTypeSaid } from './defaults/sinks.js'
import type { Statement } from './draft.js'
import { questionForInvalid } from './draft-questions.js'
import { expectationOf, leafSchemasAt } from './leaf-schema.js'
import type { Question } from './question.js'
import { indexesBelow, type Fact } from './paths.js'
import { shown } from './shown.js'

/** What is wrong with a statement, and the question that an invalid value opens. */
export interface StatementCheck {
  readonly problem?: Problem
  readonly question?: Question
}

/** Checks path, quote and value: the path must be a leaf, the quote stand in one turn, the value fit the leaf's schema. */
export function checkStatement(statement: Statement, turns: readonly string[]): StatementCheck {
  const { path, value, quote } = statement
  const schemas = leafSchemasAt(path)
  if (schemas.length === 0) {
    return {
      problem: {
        code: 'UnknownPath',
        path,
        message: `the spec has no leaf ${shown(path)}`,
        hint: 'name a scalar or a list of scalars, such as topics.0.name',
      },
    }
  }
  if (!turns.some((turn) => turn.includes(quote))) {
    return {
      problem: {
        code: 'QuoteNotSaid',
        path,
        message: `${shown(quote)} is in no turn`,
        hint: 'quote the words exactly as they were said',
      },
    }
  }
  if (schemas.some((schema) => z.safeParse(schema, value).success)) return {}
  const problem = {
    code: 'InvalidValue',
    path,
    message: `${path} cannot be ${shown(value)}`,
    hint: expectationOf(schemas[0] as z.core.$ZodType),
  }
  return { problem, question: questionForInvalid(path, value) }
}

/** The sinks that a new statement makes void: those of a type that is declined now. */
export function overruledBy(statement: Statement, facts: ReadonlyMap<string, Fact>): string[] {
  if (statement.path !== 'intent.without' || !Array.isArray(statement.value)) return []
  const declined = statement.value as readonly string[]
  return indexesBelow(facts, 'sinks')
    .filter((index) => declined.includes(sinkTypeSaid(facts, index)?.type ?? ''))
    .map((index) => `sinks.${index}`)
}

/** The kinds of sink that stay declined after a statement: one that something is said about is wanted after all. */
export function stillDeclined(statement: Statement, declined: readonly string[]): string[] {
  const index = /^sinks\.(\d+)\./.exec(statement.path)?.[1]
  if (index === undefined) return [...declined]
  const type = sinkTypeSaid(
    new Map([[statement.path, { value: statement.value, provenance: { origin: 'said' } }]]),
    Number(index),
  )?.type
  return declined.filter((entry) => entry !== type)
}
