import { createWriteStream } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { dirname, join, resolve, sep } from 'node:path'
import { existsSync } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import yauzl from 'yauzl'
import { ClickstreamError } from '../../errors.js'
import type { AssemblyPlugin } from '../assembly/open-assembly.js'
import { runToEnd } from './run-to-end.js'

const BIN = fileURLToPath(new URL('../../../bin/clickstream.js', import.meta.url))

/** Makes a plugin's ZIP by the command that `cdk deploy` will run, and unpacks it below `plugins`. */
export async function layPlugin(
  plugin: AssemblyPlugin,
  options: { readonly plugins: string; readonly project: string; readonly env: NodeJS.ProcessEnv },
): Promise<void> {
  const [program = '', ...args] = commandOf(plugin.executable, options.project)
  const printed = await runToEnd(program, args, { cwd: options.project, env: options.env })
  const zip = printed.trim().split('\n').at(-1) ?? ''
  await unpack(zip, join(options.plugins, plugin.asset.slice(0, 16)))
}

/** `npx` finds our program where the project is installed; before that, this very program is the same one. */
function commandOf(executable: readonly string[], project: string): readonly string[] {
  const [program, flag, name, ...args] = executable
  if (program !== 'npx' || flag !== '--no-install' || name !== 'clickstream') return executable
  return existsSync(join(project, 'node_modules', '.bin', 'clickstream'))
    ? executable
    : [process.execPath, BIN, ...args]
}

/**
 * Unpacks a ZIP.
 *
 * @throws `PluginZipUnsafe` for a name that leads out of the folder
 */
async function unpack(file: string, folder: string): Promise<void> {
  const zip = await promisify<string, yauzl.Options, yauzl.ZipFile>(yauzl.open)(file, { lazyEntries: true })
  const openStream = promisify<yauzl.Entry, NodeJS.ReadableStream>(zip.openReadStream.bind(zip))
  await new Promise<void>((done, failed) => {
    zip.on('error', failed)
    zip.on('end', done)
    zip.on('entry', (entry: yauzl.Entry) => {
      write(entry).then(() => zip.readEntry(), failed)
    })
    zip.readEntry()
  })

  async function write(entry: yauzl.Entry): Promise<void> {
    const target = resolve(folder, entry.fileName)
    if (!target.startsWith(folder + sep)) {
      throw new ClickstreamError(
        `the plugin's ZIP has a file ${JSON.stringify(entry.fileName)} outside of its folder`,
        {
          code: 'PluginZipUnsafe',
          hint: 'make the ZIP again from its lock',
          file,
        },
      )
    }
    if (entry.fileName.endsWith('/')) return
    await mkdir(dirname(target), { recursive: true })
    await pipeline(await openStream(entry), createWriteStream(target))
  }
}
