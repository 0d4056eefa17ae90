import { readFile } from 'node:fs/promises'
import { ClickstreamError } from '../errors.js'

/** Bytes that a list of turns may have: a long conversation has a few kilobytes. */
const MAX_BYTES = 10_000_000

/** The turns of a JSON file, or of standard input for `-`. Throws `TurnsNotFound` (exit code 3) and `TurnsInvalid` (exit code 2). */
export async function readTurns(file: string): Promise<string[]> {
  const text = file === '-' ? await standardInput() : await textOf(file)
  if (Buffer.byteLength(text) > MAX_BYTES) throw invalid(file, `it has more than ${MAX_BYTES} bytes`)
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    throw invalid(file, error instanceof Error ? error.message : 'it is not JSON', error)
  }
  if (!Array.isArray(value)) throw invalid(file, 'it is not an array')
  return value.map((turn: unknown, index) => {
    if (typeof turn !== 'string')
      throw invalid(file, `item ${index} is ${turn === null ? 'null' : typeof turn}, not text`)
    return turn
  })
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') throw cause
    // As a missing spec: which option named the file makes no difference.
    throw new ClickstreamError(`there is no file ${file}`, {
      code: 'TurnsNotFound',
      hint: 'check the path; - reads standard input',
      exitCode: 3,
      file,
      cause,
    })
  }
}

async function standardInput(): Promise<string> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of process.stdin as AsyncIterable<Buffer>) {
    chunks.push(chunk)
    bytes += chunk.length
    if (bytes > MAX_BYTES) throw invalid('-', `it has more than ${MAX_BYTES} bytes`)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function invalid(file: string, why: string, cause?: unknown): ClickstreamError {
  const what = file === '-' ? 'standard input' : file
  return new ClickstreamError(`the turns in ${what} are not a JSON array of texts: ${why}`, {
    code: 'TurnsInvalid',
    hint: 'write ["first turn", "second turn"]',
    exitCode: 2,
    cause,
    ...(file !== '-' && { file }),
  })
}
