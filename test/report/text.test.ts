import { describe, expect, test } from '@jest/globals'
import { displayWidth, harmless, table, wrap } from '../../src/report/index.js'

describe('displayWidth', () => {
  test.each([
    ['plain', 5],
    ['点击流', 6],
    ['\u001b[31mred\u001b[39m', 3],
    ['e\u0301', 1],
  ])('GIVEN %j WHEN measured THEN it takes %i columns', (text, width) => {
    expect(displayWidth(text)).toBe(width)
  })
})

describe('wrap', () => {
  test('GIVEN a list item WHEN wrapped THEN its lines hang under its first word', () => {
    expect(wrap('- one two three four\n\nfive', 12, '  ')).toBe('  - one two\n    three\n    four\n\n  five')
  })

  test('GIVEN Chinese without spaces WHEN wrapped THEN lines break between characters', () => {
    expect(wrap('每秒五万条事件', 8)).toBe('每秒五万\n条事件')
  })

  test('GIVEN a word longer than the width WHEN wrapped THEN it stays whole', () => {
    expect(wrap('a arn:aws:kafka:us-east-1:1:cluster/x b', 10)).toBe('a\narn:aws:kafka:us-east-1:1:cluster/x\nb')
  })

  test('GIVEN no width WHEN wrapped THEN only the indent is added', () => {
    expect(wrap('one two', Infinity, '> ')).toBe('> one two')
  })
})

describe('harmless', () => {
  test('GIVEN text that would drive a terminal WHEN made harmless THEN colours and line ends stay and the rest shows', () => {
    expect(harmless('\u001b[31mred\u001b[39m\r\n\u001b[2J\u0007\u202ex\ttab')).toBe(
      '\u001b[31mred\u001b[39m\n\\x1b[2J\\x07\\u202ex\ttab',
    )
  })
})

describe('table', () => {
  test('GIVEN cells of different widths WHEN laid out THEN columns align by what they take on a screen', () => {
    expect(
      table([
        ['区域', 'x'],
        ['abc', 'yy', 'z'],
        ['', ''],
      ]),
    ).toEqual(['区域  x', 'abc   yy  z', ''])
  })
})
