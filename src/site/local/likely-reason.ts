const REASONS: readonly (readonly [pattern: RegExp, reason: string])[] = [
  [/Address already in use|EADDRINUSE|bind\(\) to .* failed/i, 'another program took its port; start again'],
  [/UnsupportedClassVersionError/, 'this Java is too old: Java 17 is needed'],
  [/OutOfMemoryError|Cannot allocate memory/, 'there is not enough memory'],
  [/No space left on device|ENOSPC/, 'the disk is full'],
  [/Permission denied|EACCES/, 'a file or folder may not be read or written'],
  [
    /dlopen\(\).*failed|cannot open shared object file/,
    'a library or nginx module is missing; `clickstream doctor` names it',
  ],
  [/ENOENT|not found/, 'a program is missing; `clickstream doctor` names it'],
]

/** What the last lines of a part most likely mean, as a sentence; undefined where they mean nothing known. */
export function likelyReason(lines: readonly string[]): string | undefined {
  const text = lines.join('\n')
  return REASONS.find(([pattern]) => pattern.test(text))?.[1]
}
