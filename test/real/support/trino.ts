import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { manyFreePorts, run, type Running, start, until } from './programs.js'

/** Athena's name of the catalog that Glue is; views name it. */
const CATALOG = 'awsdatacatalog'

/** Trino, which Athena's engine 3 is made from, over the tables of a local Glue and S3 server. */
export class Trino {
  private constructor(
    private readonly url: string,
    private readonly folder: string,
    private readonly running: Running,
  ) {}

  /** `home` is an unpacked `io.trino:trino-server`; `CLICKSTREAM_TRINO_JAVA` is a Java that is new enough for it. */
  static async start(home: string, endpoint: string): Promise<Trino> {
    const [port] = await manyFreePorts(1)
    const url = `http://127.0.0.1:${port}`
    const folder = await mkdtemp(join(tmpdir(), 'clickstream-trino-'))
    await mkdir(join(folder, 'catalogs'))
    await mkdir(join(folder, 'plugins'))
    for (const plugin of ['hive', 'iceberg'])
      await run('ln', ['-s', join(home, 'plugin', plugin), join(folder, 'plugins', plugin)])
    // Athena has one catalog for both kinds of tables: here the one, which reads views too, hands over to the other.
    await writeFile(join(folder, 'catalogs', `${CATALOG}.properties`), properties('iceberg', endpoint))
    await writeFile(join(folder, 'catalogs/hive.properties'), properties('hive', endpoint))
    await writeFile(
      join(folder, 'config.properties'),
      lines({ coordinator: true, 'node-scheduler.include-coordinator': true, 'http-server.http.port': port ?? 0 }) +
        lines({ 'discovery.uri': url, 'node.internal-address': '127.0.0.1', 'http-server.http.enabled': true }),
    )
    const settings = {
      config: join(folder, 'config.properties'),
      'node.environment': 'test',
      'node.data-dir': folder,
      'node.bind-ip': '127.0.0.1',
      'catalog.config-dir': join(folder, 'catalogs'),
      'plugin.dir': join(folder, 'plugins'),
    }
    const java = process.env['CLICKSTREAM_TRINO_JAVA'] ?? 'java'
    const running = start(
      java,
      [
        ...['-Xmx2G', '-XX:+UseSerialGC', '--add-modules=jdk.incubator.vector'],
        ...Object.entries(settings).map(([name, value]) => `-D${name}=${value}`),
        ...['-cp', join(home, 'lib/*'), 'io.trino.server.TrinoServer'],
      ],
      { cwd: folder },
    )
    const trino = new Trino(url, folder, running)
    const isReady = async (): Promise<boolean> =>
      ((await (await fetch(`${url}/v1/info`)).json()) as { starting: boolean }).starting === false
    await until('Trino to answer', isReady, 240_000).catch(async (error: Error) => {
      await trino.remove()
      throw new Error(`${error.message}: ${running.output().slice(-3000)}`)
    })
    return trino
  }

  /** Every row that a statement answers, a column by its name. */
  async query(sql: string): Promise<Record<string, unknown>[]> {
    const headers = { 'X-Trino-User': 'test', 'X-Trino-Catalog': CATALOG, 'X-Trino-Schema': 'default' }
    let answer = await fetch(`${this.url}/v1/statement`, { method: 'POST', body: sql, headers })
    const rows: Record<string, unknown>[] = []
    for (;;) {
      const page = (await answer.json()) as Page
      if (page.error !== undefined) throw new Error(`${page.error.errorName}: ${page.error.message}\n${sql}`)
      const names = page.columns?.map(({ name }) => name) ?? []
      for (const row of page.data ?? []) rows.push(Object.fromEntries(row.map((value, index) => [names[index], value])))
      if (page.nextUri === undefined) return rows
      answer = await fetch(page.nextUri, { headers })
    }
  }

  async remove(): Promise<void> {
    await this.running.stop('SIGKILL')
    await rm(this.folder, { recursive: true, force: true })
  }
}

interface Page {
  readonly nextUri?: string
  readonly columns?: readonly { readonly name: string }[]
  readonly data?: readonly (readonly unknown[])[]
  readonly error?: { readonly errorName: string; readonly message: string }
}

const properties = (connector: 'hive' | 'iceberg', endpoint: string): string =>
  lines({
    'connector.name': connector,
    ...(connector === 'hive'
      ? { 'hive.metastore': 'glue', 'hive.partition-projection-enabled': true }
      : { 'iceberg.catalog.type': 'glue', 'iceberg.hive-catalog-name': 'hive' }),
    'hive.metastore.glue.region': 'us-east-1',
    'hive.metastore.glue.endpoint-url': endpoint,
    'hive.metastore.glue.aws-access-key': 'test',
    'hive.metastore.glue.aws-secret-key': 'test',
    'fs.native-s3.enabled': true,
    's3.endpoint': endpoint,
    's3.region': 'us-east-1',
    's3.path-style-access': true,
    's3.aws-access-key': 'test',
    's3.aws-secret-key': 'test',
  })

const lines = (values: Readonly<Record<string, string | number | boolean>>): string =>
  Object.entries(values)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('')
