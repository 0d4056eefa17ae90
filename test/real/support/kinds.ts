import type { CollectorKind } from './collector-under-test.js'
import { libraryCollector, luaCollector, luaOnlyCollector } from './lua-collector.js'

const KINDS: readonly CollectorKind[] = [luaCollector, libraryCollector, luaOnlyCollector]

const wanted = process.env['CLICKSTREAM_COLLECTOR'] ?? 'nginx-lua'
const found = KINDS.find(({ name }) => name === wanted)
if (found === undefined)
  throw new Error(`CLICKSTREAM_COLLECTOR is ${wanted}, not ${KINDS.map(({ name }) => name).join(' or ')}`)

/** The collector that the contract's tests start: CLICKSTREAM_COLLECTOR names it. */
export const collectorKind: CollectorKind = found
