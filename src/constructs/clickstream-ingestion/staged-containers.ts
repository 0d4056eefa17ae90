import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { Stage } from 'aws-cdk-lib/core'
import type { IConstruct } from 'constructs'
import { renderContainers, type LateContainerFact } from '../../containers/containers.js'
import type { Spec } from '../../spec/schema.js'

/**
 * Renders the containers of a spec into the assembly's own folder, and gives the folder: the images are assets of an app that
 * has no `containers/` of its own. What is rendered depends on the spec alone.
 */
export function stagedContainers(scope: IConstruct, spec: Spec, late: readonly LateContainerFact[]): string {
  const folder = join(Stage.of(scope)?.outdir ?? '', `containers.${scope.node.addr}`)
  rmSync(folder, { recursive: true, force: true })
  for (const [path, content] of renderContainers(spec, late)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), content)
  }
  return folder
}
