import { describe, expect, test } from '@jest/globals'
import {
  JsonRenderer,
  QuietRenderer,
  Reporter,
  TerminalRenderer,
  wantsColor,
  type MessageKind,
  type Renderer,
} from '../../src/report/index.js'

const ANSWER: MessageKind<{ words: string }> = {
  code: 'TEST_I0001',
  level: 'result',
  text: ({ words }, style) => style.bold(words),
}
const DELTA: MessageKind<{ words: string }> = {
  code: 'TEST_I0002',
  level: 'result',
  partial: true,
  text: ({ words }) => words,
}
const NOTE: MessageKind<{ words: string }> = { code: 'TEST_W0001', level: 'warning', text: ({ words }) => words }

function streams(isTTY = false) {
  const written = { out: '', err: '' }
  return {
    written,
    stdout: { isTTY, columns: 80, write: (text: string) => (written.out += text) },
    stderr: { isTTY: false, columns: 80, write: (text: string) => (written.err += text) },
  }
}

async function say(renderer: Renderer): Promise<void> {
  let time = 0
  const reporter = new Reporter(renderer, () => (time += 1500))
  reporter.report(DELTA, { words: 'one ' })
  reporter.report(DELTA, { words: 'two' })
  reporter.report(NOTE, { words: 'careful' })
  reporter.report(ANSWER, { words: 'done' })
  await reporter.task('counted', () => 1)
  reporter.document({ n: 1 }, () => 'n is 1')
}

describe('Reporter', () => {
  test('GIVEN a pipe WHEN messages come THEN results go to standard output, the rest to standard error, plain', async () => {
    // GIVEN
    const { written, stdout, stderr } = streams()
    // WHEN
    await say(new TerminalRenderer({ stdout, stderr, env: {} }))
    // THEN
    expect(written).toEqual({ out: 'one two\ndone\nn is 1\n', err: 'careful\n✔ counted (1.5 s)\n' })
  })

  test('GIVEN a terminal WHEN messages come THEN they are coloured, unless --no-color was given', async () => {
    const coloured = streams(true)
    const plain = streams(true)
    await say(new TerminalRenderer({ stdout: coloured.stdout, stderr: coloured.stderr, env: {} }))
    await say(new TerminalRenderer({ stdout: plain.stdout, stderr: plain.stderr, env: {}, color: false }))
    expect([coloured.written.out, plain.written.out]).toEqual([
      'one two\n\u001b[1mdone\u001b[22m\nn is 1\n',
      'one two\ndone\nn is 1\n',
    ])
  })

  test('GIVEN lines of JSON WHEN messages come THEN each is a line with code, level and payload', async () => {
    const { written, stdout } = streams()
    await say(new JsonRenderer({ stdout, lines: true }))
    expect(
      written.out
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as unknown),
    ).toEqual([
      { code: 'TEST_I0002', level: 'result', payload: { words: 'one ' } },
      { code: 'TEST_I0002', level: 'result', payload: { words: 'two' } },
      { code: 'TEST_W0001', level: 'warning', payload: { words: 'careful' } },
      { code: 'TEST_I0001', level: 'result', payload: { words: 'done' } },
      { code: 'TASK_I0001', level: 'progress', payload: { title: 'counted', milliseconds: 1500 } },
      { n: 1 },
    ])
  })

  test('GIVEN one JSON document WHEN messages come THEN the document is all there is', async () => {
    const { written, stdout } = streams()
    await say(new JsonRenderer({ stdout }))
    expect(written).toEqual({ out: '{"n":1}\n', err: '' })
  })

  test('GIVEN quiet WHEN messages come THEN only results are shown', async () => {
    const { written, stdout, stderr } = streams()
    await say(new QuietRenderer(new TerminalRenderer({ stdout, stderr, env: {} })))
    expect(written).toEqual({ out: 'one two\ndone\nn is 1\n', err: '' })
  })

  test('GIVEN work that fails WHEN it is a task THEN the failure is shown and the error goes on', async () => {
    const { written, stdout, stderr } = streams()
    const reporter = new Reporter(new TerminalRenderer({ stdout, stderr, env: {} }), () => 0)
    const work = reporter.task('tried', () => Promise.reject(new RangeError('no')))
    await expect(work).rejects.toThrow(new RangeError('no'))
    expect(written.err).toBe('✘ tried (0 ms)\n')
  })
})

describe('a task on a terminal', () => {
  const show = async (columns: number): Promise<string> => {
    let text = ''
    const stderr = { isTTY: true, columns, write: (more: string) => (text += more) }
    const renderer = new TerminalRenderer({ stdout: streams().stdout, stderr, env: {}, color: false })
    const reporter = new Reporter(renderer, () => 0)
    await reporter.task('downloaded 3 jars', async (progress) => {
      progress(0.5, '5 of 10 MB')
      await new Promise((resolve) => setTimeout(resolve, 150))
      reporter.report(NOTE, { words: 'careful' })
    })
    return text
  }

  test('GIVEN work that says how far it is WHEN shown THEN a bar grows, and a message takes its line', async () => {
    const text = await show(80)
    expect(text).toContain('downloaded 3 jars … ██████████░░░░░░░░░░ 5 of 10 MB')
    expect(text).toMatch(/\r\u001b\[2Kcareful\n[^]*\r\u001b\[2K✔ downloaded 3 jars \(0 ms\)\n$/)
  })

  test('GIVEN too few columns for the bar WHEN shown THEN the line does not wrap', async () => {
    expect(await show(50)).not.toContain('█')
  })
})

describe('wantsColor', () => {
  test.each([
    [{ isTTY: true }, {}, true, true],
    [{ isTTY: true }, { NO_COLOR: '1' }, true, false],
    [{ isTTY: true }, { NO_COLOR: '' }, true, true],
    [{ isTTY: true }, { TERM: 'dumb' }, true, false],
    [{ isTTY: false }, {}, true, false],
    [{ isTTY: false }, { FORCE_COLOR: '1' }, true, true],
    [{ isTTY: true }, { FORCE_COLOR: '0' }, true, false],
    [{ isTTY: true }, { FORCE_COLOR: '1' }, false, false],
  ])('GIVEN %j with %j and flag %j WHEN asked THEN %j', (stream, env, flag, wanted) => {
    expect(wantsColor(stream, env, flag)).toBe(wanted)
  })
})
