import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { EnvironmentLock } from '../spec/lock.js'
import type { Spec } from '../spec/schema.js'
import { topicPlan } from '../spec/topic-plan.js'
import type { PlannedTopic } from '../spec/topic-plan.js'
import { at, isObject, listOf, nameOf, resourcesOf } from './cloudformation.js'
import type { Json, JsonObject, Located, Template, Templates } from './cloudformation.js'

/** Name of the file in the assembly. */
export const ASSEMBLY_FILE = 'clickstream.json'

/** The folder of the assembly that a container's image is built from. */
export interface ImageAsset {
  /** `stack/logical id` of the task definition. */
  readonly taskDefinition: string
  readonly container: string
  readonly asset: string
  /** Folder with the Dockerfile, relative to the assembly. */
  readonly directory: string
}

/** The command that builds a connector's plugin at deployment. */
export interface PluginAsset {
  /** `stack/logical id` of the custom plugin. */
  readonly plugin: string
  readonly asset: string
  readonly executable: readonly string[]
}

/** What `clickstream.json` holds: everything that a site needs beside the templates. */
export interface AssemblyContents {
  readonly formatVersion: 1
  readonly spec: Spec
  readonly lock?: EnvironmentLock
  readonly topics: readonly PlannedTopic[]
  readonly images: readonly ImageAsset[]
  readonly plugins: readonly PluginAsset[]
}

/** Writes `clickstream.json` beside the templates that were just written: resolved spec, topic plan and asset map. */
export function writeAssemblyFile(
  outdir: string,
  { spec, lock }: { spec: Spec; lock: EnvironmentLock | undefined },
): void {
  const stacks = ['Topics', 'Ingestion', 'Connectors'].map((stack) => `${spec.name}-${stack}`)
  const names = new Set(readdirSync(outdir))
  const present = stacks.filter((stack) => names.has(`${stack}.template.json`))
  const templates: Templates = Object.fromEntries(
    present.map((stack) => [stack, readJson(join(outdir, `${stack}.template.json`)) as unknown as Template]),
  )
  const assets = present
    .filter((stack) => names.has(`${stack}.assets.json`))
    .map((stack) => readJson(join(outdir, `${stack}.assets.json`)))
  const contents: AssemblyContents = {
    formatVersion: 1,
    spec,
    ...(lock !== undefined && { lock }),
    topics: topicPlan(spec),
    images: resourcesOf(templates, 'AWS::ECS::TaskDefinition').flatMap((definition) => imagesOf(definition, assets)),
    plugins: resourcesOf(templates, 'AWS::KafkaConnect::CustomPlugin').flatMap((plugin) => pluginsOf(plugin, assets)),
  }
  writeFileSync(join(outdir, ASSEMBLY_FILE), `${JSON.stringify(contents, undefined, 2)}\n`)
}

/** Image assets are named in the template by their hash, as the tag of the image. */
function imagesOf(definition: Located, assets: readonly JsonObject[]): ImageAsset[] {
  return listOf(at(definition.resource.Properties, 'ContainerDefinitions')).flatMap((container) => {
    const image = JSON.stringify(at(container, 'Image') ?? '')
    return entriesOf(assets, 'dockerImages')
      .filter(([hash]) => image.includes(hash))
      .map(([hash, asset]) => ({
        taskDefinition: nameOf(definition),
        container: String(at(container, 'Name')),
        asset: hash,
        directory: String(at(asset, 'source', 'directory')),
      }))
  })
}

function pluginsOf(plugin: Located, assets: readonly JsonObject[]): PluginAsset[] {
  const location = JSON.stringify(at(plugin.resource.Properties, 'Location') ?? '')
  return entriesOf(assets, 'files')
    .filter(([hash, asset]) => location.includes(hash) && at(asset, 'source', 'executable') !== undefined)
    .map(([hash, asset]) => ({
      plugin: nameOf(plugin),
      asset: hash,
      executable: listOf(at(asset, 'source', 'executable')).map(String),
    }))
}

function entriesOf(assets: readonly JsonObject[], kind: 'dockerImages' | 'files'): [string, Json][] {
  return assets.flatMap((manifest) => {
    const entries = manifest[kind]
    return isObject(entries) ? Object.entries(entries) : []
  })
}

function readJson(file: string): JsonObject {
  return JSON.parse(readFileSync(file, 'utf8')) as JsonObject
}
