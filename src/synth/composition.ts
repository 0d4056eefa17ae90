import type { Spec } from '../spec/schema.js'

type Part = 'topics' | 'ingestion' | 'connectors'

/** One stack of a project: its file in `lib/`, its class, what its name ends in, and the parts that come before it. */
export interface ComposedStack {
  readonly part: Part
  readonly file: string
  readonly className: string
  readonly suffix: string
  readonly after: readonly Part[]
}

/** The stacks that a spec needs, in order of deployment; at most three. */
export function composition(spec: Spec): readonly ComposedStack[] {
  const solution = spec.collector.solution === 'nginx-lua' ? 'Lua' : 'Vector'
  const topics: readonly Part[] = spec.topicManagement === 'cloudformation' ? ['topics'] : []
  // The VPC endpoints that the workers need too are made with the collectors.
  const endpoints: readonly Part[] = spec.platform.vpcEndpoints === true ? ['ingestion'] : []
  return [
    ...topics.map((part) => stack(part, [], 'Topics', 'topics-stack')),
    stack('ingestion', topics, `${solution}Ingestion`, `${solution.toLowerCase()}-ingestion-stack`, 'Ingestion'),
    ...(spec.sinks.length > 0
      ? [stack('connectors', [...topics, ...endpoints], 'Connectors', 'connectors-stack')]
      : []),
  ]
}

function stack(part: Part, after: readonly Part[], name: string, file: string, suffix = name): ComposedStack {
  return { part, after, file: `${file}.ts`, className: `${name}Stack`, suffix }
}
