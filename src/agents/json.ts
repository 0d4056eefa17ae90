/** JSON as it travels between tools, events and sessions. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }

type MutableJson = null | boolean | number | string | MutableJson[] | { [key: string]: MutableJson }

/** A copy of a value that is JSON and nothing else; what JSON does not know, such as `undefined`, is left out. */
export function plain(value: unknown): MutableJson {
  return JSON.parse(JSON.stringify(value ?? null)) as MutableJson
}
