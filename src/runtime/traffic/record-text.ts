const DATA = '"data":'
const ID = '"id":"'

/** A record of a collector taken apart without parsing it: `meta` comes first and holds no such text unescaped. */
export function partsOf(record: string): { readonly id: string; readonly data: string } {
  const at = record.indexOf(DATA)
  const id = record.indexOf(ID)
  if (at < 0 || id < 0 || id > at) return { id: '', data: '' }
  const from = id + ID.length
  return { id: record.slice(from, record.indexOf('"', from)), data: record.slice(at + DATA.length, -1) }
}
