import { setFlagsFromString } from 'node:v8'

/**
 * Has V8 compile WebAssembly once and not optimize it, in a process that synthesizes once: the CDK's CloudFormation validator runs
 * for a second, and the code that V8 makes of it meanwhile ends with the process (an app of 3.3 s takes 2.2 s without). V8 ignores
 * a flag that it does not know.
 */
export function compileWasmOnce(): void {
  for (const flag of ['--liftoff-only', '--no-wasm-tier-up', '--no-wasm-dynamic-tiering']) setFlagsFromString(flag)
}
