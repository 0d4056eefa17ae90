import type { Spec } from '../spec/schema.js'

/** One stack of a project: its file in `lib/`, its class, and what its name ends in. */
export interface ComposedStack {
  readonly part: 'topics' | 'ingestion' | 'connectors'
  readonly file: string
  readonly className: string
  readonly suffix: string
}

/** The stacks that a spec needs, in order of deployment; at most three. */
export function composition(spec: Spec): readonly ComposedStack[] {
  const ingestion = spec.collector.solution === 'nginx-lua' ? 'Lua' : 'Vector'
  return [
    ...(spec.topicManagement === 'cloudformation' ? [stack('topics', 'Topics', 'topics-stack')] : []),
    stack('ingestion', `${ingestion}Ingestion`, `${ingestion.toLowerCase()}-ingestion-stack`, 'Ingestion'),
    ...(spec.sinks.length > 0 ? [stack('connectors', 'Connectors', 'connectors-stack')] : []),
  ]
}

function stack(part: ComposedStack['part'], name: string, file: string, suffix = name): ComposedStack {
  return { part, file: `${file}.ts`, className: `${name}Stack`, suffix }
}
