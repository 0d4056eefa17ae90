import { describe, expect, test } from '@jest/globals'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'

const SRC = fileURLToPath(new URL('../../src/', import.meta.url))

/** Packages that are loaded with a module: imports inside functions and of types alone do not count. */
function packagesOf(entry: string): Set<string> {
  const packages = new Set<string>()
  const seen = new Set<string>()
  const visit = (file: string): void => {
    if (seen.has(file)) return
    seen.add(file)
    const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.ES2022)
    for (const specifier of source.statements.flatMap(valueImport)) {
      const target = specifier.startsWith('.') ? join(dirname(file), specifier).replace(/\.js$/, '.ts') : undefined
      if (target === undefined) packages.add(specifier)
      else if (existsSync(target)) visit(target)
      else throw new Error(`${file} imports ${specifier}, which is not there`)
    }
  }
  visit(join(SRC, entry))
  return packages
}

function valueImport(statement: ts.Statement): string[] {
  const isImport =
    ts.isImportDeclaration(statement) && statement.importClause?.phaseModifier !== ts.SyntaxKind.TypeKeyword
  const isExport = ts.isExportDeclaration(statement) && !statement.isTypeOnly
  if (!isImport && !isExport) return []
  const specifier = (statement as ts.ImportDeclaration | ts.ExportDeclaration).moduleSpecifier
  return specifier !== undefined && ts.isStringLiteral(specifier) ? [specifier.text] : []
}

const HEAVY = ['@strands-agents/sdk', 'aws-cdk-lib', 'handlebars']
const heavy = (entry: string): string[] =>
  [...packagesOf(entry)].filter((name) => HEAVY.some((part) => name === part || name.startsWith(`${part}/`)))

describe('what is loaded', () => {
  test('the main entry loads no agent SDK, no CDK and no templates', () => {
    expect(heavy('index.ts')).toEqual([])
  })

  test('a conversation loads the agent SDK and nothing else that is heavy', () => {
    expect(heavy('agents/orchestrator/converse.ts')).toEqual(['@strands-agents/sdk'])
  })

  test.each(['spec/index.ts', 'model/offline/apply-turn.ts', 'agents/orchestrator/planner.ts'])(
    '%s loads nothing heavy',
    (entry) => {
      expect(heavy(entry)).toEqual([])
    },
  )
})
