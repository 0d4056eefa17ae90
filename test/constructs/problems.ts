import type { App, Stack } from 'aws-cdk-lib/core'

/** What the constructs of an app report at synth, each with its path; nothing where it synthesizes. */
export function problemsOf(stack: Stack): string[] {
  try {
    ;(stack.node.root as App).synth()
    return []
  } catch (error) {
    return String(error)
      .split('\n')
      .slice(1)
      .map((line) => line.trim())
  }
}
