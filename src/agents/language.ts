export type Language = 'en' | 'zh'

/** The language of the last turn that shows one: Chinese where it has a Chinese character, English where it has a word. */
export function languageOf(turns: readonly string[]): Language {
  for (const turn of [...turns].reverse()) {
    if (/\p{Script=Han}/u.test(turn)) return 'zh'
    // Two letters on each side say as much as whole words, and a long word is not tried again from each of its letters.
    if (/[a-z]{2}\s+[a-z]{2}/i.test(turn)) return 'en'
  }
  return 'en'
}
