import { Stack } from 'aws-cdk-lib/core'
import { Construct } from 'constructs'

/** What several constructs of a stack share: made by the first one that asks, under a scope whose logical ids cannot clash. */
export function shared<T extends Construct>(
  from: Construct,
  kind: string,
  id: string,
  make: (scope: Construct) => T,
): T {
  const stack = Stack.of(from)
  const scope = (stack.node.tryFindChild(kind) as Construct | undefined) ?? new Construct(stack, kind)
  return (scope.node.tryFindChild(id) as T | undefined) ?? make(scope)
}
