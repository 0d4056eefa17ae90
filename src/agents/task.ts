/** What a specialist is asked, as its first message: a sentence for language models, and the typed input as its last line. */
export function taskPrompt(sentence: string, input: object): string {
  return `${sentence}\n${JSON.stringify(input)}`
}

/** The typed input out of such a message; empty where there is none. */
export function taskInput<Input extends object>(prompt: string): Partial<Input> {
  const line = prompt.slice(prompt.lastIndexOf('\n') + 1)
  try {
    const value: unknown = JSON.parse(line)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Partial<Input>) : {}
  } catch {
    return {}
  }
}
