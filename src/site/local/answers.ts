import type { Fact } from '../site.js'

/** Whether a server answers an address with a status below 300. */
export function answers(url: string | URL): Promise<boolean> {
  return fetch(url).then(
    ({ ok }) => ok,
    () => false,
  )
}

/** A part that has to answer. */
export function answering(what: string, ok: boolean): Fact {
  return { what, found: ok ? 'answers' : 'does not answer', ok }
}
