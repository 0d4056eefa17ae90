import { expect, test } from '@jest/globals'
import { IcebergPlace } from '../../../src/runtime/traffic/iceberg-place.js'
import { JsonPlace } from '../../../src/runtime/traffic/json-place.js'
import { Ledger } from '../../../src/runtime/traffic/ledger.js'
import { TrafficPlan } from '../../../src/runtime/traffic/traffic-plan.js'
import type { IcebergSlice, Lake } from '../../../src/site/site.js'
import type { IcebergSinkSpec, S3JsonSinkSpec } from '../../../src/spec/schema.js'

const RUN = '0a1b2c3d-0000-4000-8000-000000000000'
const plan = new TrafficPlan(RUN, 4, ['app_logs'], 64)
const record = (n: number): string => `{"meta":{"project":"app_logs","id":"${plan.idOf(n)}"},"data":${plan.text(n)}}`
const sinks = {
  json: { type: 's3-json', bucket: 'lake', prefix: 'events', topics: ['app_logs'] } as unknown as S3JsonSinkSpec,
  iceberg: { type: 'iceberg', database: 'db', table: 't', topics: ['app_logs'] } as unknown as IcebergSinkSpec,
}

/** A lake that holds what it is told, in memory; it counts how often each object or snapshot is handed out. */
class MemoryLake implements Pick<Lake, 'objects' | 'lines' | 'icebergSnapshots' | 'icebergRows'> {
  readonly content = new Map<string, number[]>()
  readonly handedOut: string[] = []

  async objects(): Promise<string[]> {
    return [...this.content.keys()]
  }
  async *lines(_: string, keys: readonly string[]): AsyncGenerator<string> {
    for (const key of keys) {
      this.handedOut.push(key)
      yield* (this.content.get(key) ?? []).map(record)
    }
  }
  async icebergSnapshots(): Promise<{ id: string; records: number }[]> {
    return [...this.content].map(([id, rows]) => ({ id, records: rows.length }))
  }
  async *icebergRows(
    _: string,
    __: string,
    ___: readonly string[],
    known: readonly string[],
  ): AsyncGenerator<IcebergSlice> {
    for (const [snapshot, rows] of this.content) {
      if (known.includes(snapshot)) continue
      this.handedOut.push(snapshot)
      yield { snapshot, columns: [rows.map((n) => plan.text(n)), rows.map((n) => plan.idOf(n) ?? '')] }
    }
  }
}

test.each(['json', 'iceberg'] as const)(
  'GIVEN a %s sink that was there before WHEN it gets more THEN the old is left out, the new is read once and timed by its first look',
  async (kind) => {
    const memory = new MemoryLake()
    const lake = memory as unknown as Lake
    memory.content.set('before', [0, 1])
    const place =
      kind === 'json' ? await JsonPlace.open(lake, sinks.json, 0) : await IcebergPlace.open(lake, sinks.iceberg, 0)
    const ledger = new Ledger(plan)
    ledger.accept(0, 4, 1000)
    const settlement = ledger.settlement(place.topics)

    await place.look(500)
    await place.read(settlement)
    expect([memory.handedOut, settlement.missing]).toEqual([[], 4])

    memory.content.set('first', [0, 1])
    await place.look(2000)
    memory.content.set('second', [2, 3])
    await place.look(5000)
    await place.look(6000)
    await place.read(settlement)
    await place.read(settlement)

    expect([memory.handedOut, settlement.missing]).toEqual([['first', 'second'], 0])
    expect(settlement.visibility()).toMatchObject({ max: 4000, last: 4000, perSecond: [0, 0, 2, 0, 0, 2] })
  },
)
