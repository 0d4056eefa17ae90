import { describe, expect, it } from '@jest/globals'
import { z } from 'zod'
import { leafSchemasAt } from '../../src/spec/index.js'
import { loadConversations } from './conversation.js'

const conversations = [...loadConversations().values()].flat()

describe('the corpus of conversations', () => {
  it('is large, a third of it Chinese and a third with corrections', () => {
    // GIVEN / WHEN
    const chinese = conversations.filter(({ turns }) => /\p{Script=Han}/u.test(turns.join('')))
    const corrected = conversations.filter(({ turns, corrects }) => corrects === true && turns.length > 1)

    // THEN
    expect(new Set(conversations.map(({ name }) => name)).size).toBe(conversations.length)
    expect(conversations.length).toBeGreaterThanOrEqual(90)
    expect(chinese.length / conversations.length).toBeGreaterThanOrEqual(1 / 3)
    expect(corrected.length / conversations.length).toBeGreaterThanOrEqual(1 / 3)
  })

  it('expects only leaves that the spec has, with values that it takes', () => {
    // GIVEN every expectation, at the index of any sink
    const expectations = conversations.flatMap(({ name, expect: leaves }) =>
      Object.entries(leaves).map(([path, value]) => ({
        name,
        path: path.replace(/^sinks\[[a-z0-9-]+\]/, 'sinks.0'),
        value,
      })),
    )

    // WHEN
    const impossible = expectations.filter(
      ({ path, value }) => !leafSchemasAt(path).some((schema) => z.safeParse(schema, value).success),
    )

    // THEN
    expect(impossible).toEqual([])
  })
})
