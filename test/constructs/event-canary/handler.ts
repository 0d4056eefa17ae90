/** What the function's modules give, for tests: the function itself is plain JavaScript, as Lambda runs it. */
export interface Sink {
  readonly name: string
  readonly type: 'iceberg' | 's3-json'
  readonly topics?: readonly string[]
  readonly intervalSeconds: number
  readonly everyMinutes: number
  readonly database?: string
  readonly table?: string
  readonly bucket?: string
  readonly prefix?: string
}

export interface Objects {
  list(bucket: string, prefix: string): Promise<{ key: string; changed: number }[]>
  text(bucket: string, key: string): Promise<string>
  exists(bucket: string, key: string): Promise<boolean>
}

export interface Parts {
  post(body: string, headers: Readonly<Record<string, string>>): Promise<number>
  query(sql: string): Promise<(string | undefined)[][]>
  readonly objects: Objects
  print(line: string): void
}

export interface Config {
  readonly service: string
  readonly header: string
  readonly topics: readonly string[]
  readonly sinks: readonly Sink[]
}

interface Handler {
  readonly beat: {
    beat(config: Config, parts: Parts, scheduled: Date, now?: Date): Promise<unknown>
    isDue(sink: Pick<Sink, 'everyMinutes'>, scheduled: Date): boolean
  }
  readonly iceberg: {
    icebergAge(sink: Sink, parts: Pick<Parts, 'query'>, now: Date): Promise<number>
  }
  readonly 'json-files': {
    jsonFilesAge(sink: Sink, parts: Pick<Parts, 'objects'>, now: Date): Promise<number>
    readClaim(text: string): { lastTime?: number; keys: string[] }
  }
}

/** A module of the function. */
export const handlerModule = async <Name extends keyof Handler>(name: Name): Promise<Handler[Name]> =>
  (await import(`../../../src/constructs/event-canary/handler/${name}.mjs`)) as Handler[Name]
