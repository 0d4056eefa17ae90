import type { Tool } from '@strands-agents/sdk'
import { z } from 'zod'
import { CONTAINERS } from '../../spec/container-facts.js'
import { openPromises } from '../../spec/promises.js'
import type { Spec } from '../../spec/index.js'
import type { LocalProject } from '../local-project/local-project.js'
import { stepTool } from '../local-project/step-tool.js'
import { workspaceTool } from '../workspace-tool.js'

export interface PlannedImage {
  readonly container: string
  /** Folder of the generated project; absent where the image exists already. */
  readonly folder?: string
  readonly files: readonly string[]
  readonly platform: 'linux/arm64' | 'linux/amd64'
  readonly pushedTo: string
}

export interface ImagePlanAnswer {
  readonly source: Spec['images']['source']
  readonly images: readonly PlannedImage[]
}

export function imageTools(local?: LocalProject): Tool[] {
  return [
    workspaceTool({
      role: 'image-builder',
      name: 'plan_images',
      description: 'The images of the task: rendered files, platform, and the registry that each goes to.',
      inputSchema: z.object({}),
      run: async (workspace): Promise<ImagePlanAnswer> => {
        const spec = workspace.spec()
        const { renderContainers } = await import('../../containers/containers.js')
        return { source: spec.images.source, images: plannedImages(spec, [...renderContainers(spec).keys()]) }
      },
    }),
    workspaceTool({
      role: 'image-builder',
      name: 'list_open_promises',
      description: 'What the design promises for this spec and this version does not keep yet.',
      inputSchema: z.object({}),
      run: (workspace) => ({ promises: openPromises(workspace.spec()) }),
    }),
    ...(local === undefined
      ? []
      : [
          stepTool(local, {
            role: 'image-builder',
            name: 'build_images',
            step: 'images',
            description: 'Prepares what each image is built from, and checks that it is there.',
          }),
        ]),
  ]
}

/** The images of a spec; `files` are the rendered files of all containers, by path below `containers/`. */
export function plannedImages(spec: Spec, files: readonly string[]): readonly PlannedImage[] {
  const platform = spec.collector.tasks.architecture === 'arm64' ? 'linux/arm64' : 'linux/amd64'
  const images = spec.images
  return CONTAINERS[spec.collector.solution].map(({ name, folder, port }): PlannedImage => {
    if (images.source === 'ecr') {
      return {
        container: name,
        files: [],
        platform,
        pushedTo: `taken as it is from ${images.repository}:${images.tag}${port === undefined ? `-${name}` : ''}`,
      }
    }
    const own = files.filter((file) => file.startsWith(`${folder}/`)).map((file) => file.slice(folder.length + 1))
    return {
      container: name,
      folder: `containers/${folder}/`,
      files: own.sort(),
      platform,
      pushedTo: assetRepository(spec),
    }
  })
}

/** The repository that `cdk bootstrap` made for image assets. Source: AWS CDK guide, "Customize CDK bootstrapping". */
function assetRepository(spec: Spec): string {
  const qualifier = spec.platform.bootstrapQualifier ?? 'hnb659fds'
  return `cdk-${qualifier}-container-assets-${spec.account ?? '<account>'}-${spec.region}`
}
