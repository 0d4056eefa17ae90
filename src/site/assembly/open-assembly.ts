import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { ClickstreamError } from '../../errors.js'
import type { EnvironmentLock } from '../../spec/lock.js'
import type { Spec } from '../../spec/schema.js'
import type { PlannedTopic } from '../../spec/topic-plan.js'
import type { StackTemplate } from './evaluate.js'

/** A folder of the assembly that a container's image is built from. */
export interface AssemblyImage {
  readonly container: string
  /** Absolute path. */
  readonly folder: string
}

/** The command that builds a connector plugin. */
export interface AssemblyPlugin {
  /** `stack/logical id` of the custom plugin. */
  readonly plugin: string
  /** Changes with the plugin's content. */
  readonly asset: string
  readonly executable: readonly string[]
}

/** A synthesized project: all that a site knows of it. */
export interface Assembly {
  /** Folder of the templates, absolute. */
  readonly folder: string
  /** Folder of the project that was synthesized, absolute. */
  readonly project: string
  readonly spec: Spec
  /** What was looked up in the account. @default - nothing */
  readonly lock?: EnvironmentLock
  readonly topics: readonly PlannedTopic[]
  readonly images: readonly AssemblyImage[]
  readonly plugins: readonly AssemblyPlugin[]
  /** By stack name. */
  readonly templates: Readonly<Record<string, StackTemplate>>
}

interface AssemblyFile {
  readonly formatVersion: number
  readonly spec: Spec
  readonly lock?: EnvironmentLock
  readonly topics: readonly PlannedTopic[]
  readonly images: readonly { readonly container: string; readonly directory: string }[]
  readonly plugins: readonly AssemblyPlugin[]
}

/**
 * Reads the assembly of a generated project, or of a folder `cdk.out` itself.
 *
 * @throws `AssemblyMissing`, `AssemblyUnreadable`
 */
export function openAssembly(path: string): Assembly {
  const given = resolve(path)
  const folder = existsSync(join(given, 'manifest.json')) ? given : join(given, 'cdk.out')
  const file = join(folder, 'clickstream.json')
  if (!existsSync(file)) {
    throw new ClickstreamError(`there is no synthesized project in ${given}`, {
      code: 'AssemblyMissing',
      hint: 'name the folder that `clickstream generate` wrote; after an edit run `npx cdk synth` there',
      exitCode: 3,
    })
  }
  const contents = read<AssemblyFile>(file)
  if (contents.formatVersion !== 1) {
    throw unreadable(file, `its format is ${contents.formatVersion}, and this version reads 1`)
  }
  const names = ['Topics', 'Ingestion', 'Connectors'].map((suffix) => `${contents.spec.name}-${suffix}`)
  const present = names.filter((name) => existsSync(join(folder, `${name}.template.json`)))
  return {
    folder,
    project: resolve(folder, '..'),
    spec: contents.spec,
    ...(contents.lock !== undefined && { lock: contents.lock }),
    topics: contents.topics,
    images: contents.images.map(({ container, directory }) => ({ container, folder: join(folder, directory) })),
    plugins: contents.plugins,
    templates: Object.fromEntries(
      present.map((name) => [name, read<StackTemplate>(join(folder, `${name}.template.json`))]),
    ),
  }
}

function read<Contents>(file: string): Contents {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Contents
  } catch (cause) {
    throw unreadable(file, 'it cannot be read as JSON', cause)
  }
}

function unreadable(file: string, why: string, cause?: unknown): ClickstreamError {
  return new ClickstreamError(`the assembly cannot be used: ${why}`, {
    code: 'AssemblyUnreadable',
    hint: 'synthesize the project again with this version',
    exitCode: 3,
    file,
    cause,
  })
}
