import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { expect, test } from '@jest/globals'

/** Packages that the files reachable from `entry` import at run time. */
function packagesFrom(entry: string): Set<string> {
  const packages = new Set<string>()
  const seen = new Set<string>()
  const visit = (file: string): void => {
    if (seen.has(file)) return
    seen.add(file)
    const statements = readFileSync(file, 'utf8').matchAll(/^(?:import|export) (?!type )[^;]*? from '([^']+)'/gms)
    for (const [, specifier = ''] of statements) {
      if (specifier.startsWith('.')) visit(resolve(dirname(file), specifier.replace(/\.js$/, '.ts')))
      else packages.add(specifier.startsWith('aws-cdk-lib/') ? 'aws-cdk-lib' : specifier)
    }
  }
  visit(resolve(entry))
  return packages
}

test('importing the constructs loads no agents, no model and no AWS SDK', () => {
  const packages = [...packagesFrom('src/constructs/index.ts')].filter((name) => !name.startsWith('node:'))
  expect(packages.toSorted()).toEqual(['aws-cdk-lib', 'constructs'])
})

test('a stack imports only what a customer has, has no values, and is 15 to 60 lines long', () => {
  const folder = 'src/synth/stacks'
  const files = readdirSync(folder)
  expect(files.toSorted()).toEqual([
    'connectors-stack.ts',
    'lua-ingestion-stack.ts',
    'topics-stack.ts',
    'vector-ingestion-stack.ts',
  ])
  for (const file of files) {
    const text = readFileSync(join(folder, file), 'utf8')
    const specifiers = [...text.matchAll(/ from '([^']+)'/g)].map(([, specifier]) => specifier)
    expect(specifiers.toSorted()).toEqual(['aws-cdk-lib/core', 'clickstream-agents/constructs', 'constructs'])
    expect(text.split('\n').length - 1).toBeGreaterThanOrEqual(15)
    expect(text.split('\n').length - 1).toBeLessThanOrEqual(60)
    expect(text.match(/\b\d{2,}\b/g)).toBeNull()
  }
})
