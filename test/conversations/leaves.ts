/** Every leaf of a spec by its dotted path; a leaf is a scalar or an array of scalars. */
export function leavesOf(value: unknown, path = ''): Map<string, unknown> {
  if (
    typeof value !== 'object' ||
    value === null ||
    (Array.isArray(value) && value.every((entry) => typeof entry !== 'object'))
  ) {
    return new Map([[path, value]])
  }
  return new Map(
    Object.entries(value).flatMap(([key, entry]) => [...leavesOf(entry, path === '' ? key : `${path}.${key}`)]),
  )
}
