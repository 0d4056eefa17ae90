import type { Spec } from '../spec/schema.js'
import { composition } from './composition.js'
import { template } from '../containers/templates.js'

/** The project's `bin/app.ts`: the stacks that this spec needs, put together. */
export function renderEntry(spec: Spec): string {
  const stacks = composition(spec)
  const dependencies = stacks.flatMap(({ part, after }) => after.map((earlier) => ({ part, earlier })))
  return template('project/bin/app.ts.hbs')({
    imports: stacks
      .map(({ className, file }) => ({ className, module: file.replace(/\.ts$/, '') }))
      .sort((a, b) => (a.module < b.module ? -1 : 1)),
    stacks: stacks.map(({ part, className, suffix }) => ({
      className,
      literal: `'${spec.name}-${suffix}'`,
      // Named only where a dependency speaks of it.
      variable: dependencies.some((edge) => edge.part === part || edge.earlier === part) ? part : '',
    })),
    dependencies,
  })
}
