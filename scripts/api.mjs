// Makes test/api/<entry>.txt: what each entry point of the package exports, from the declarations of the last build, without
// comments and private members. With --check it changes nothing, and fails where the committed report says something else.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { isHidden, sourceOf } from './declarations.mjs'

const root = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url))
const ENTRIES = { index: 'index', constructs: 'constructs/index', synth: 'synth/index', spec: 'spec/index' }
const printer = ts.createPrinter({ removeComments: true })
const check = process.argv.includes('--check')

for (const [name, entry] of Object.entries(ENTRIES)) {
  const file = root(`test/api/${name}.txt`)
  const report = exportsOf(root(`dist/${entry}.d.ts`))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, text]) => text)
  const committed = existsSync(file) ? readFileSync(file, 'utf8') : ''
  const text = `${sortedUnions(report.join('\n\n'))}\n`
  if (text === committed) continue
  if (!check) {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text)
    continue
  }
  const lines = (of) => new Set(of.split('\n'))
  const [was, is] = [lines(committed), lines(text)]
  const changes = [
    ...[...was].filter((line) => !is.has(line)).map((line) => `- ${line}`),
    ...[...is].filter((line) => !was.has(line)).map((line) => `+ ${line}`),
  ]
  process.stderr.write(
    `the exports of ${name} are not those of test/api/${name}.txt:\n${changes.join('\n')}\nIf that is meant: npm run build && npm run api\n`,
  )
  process.exitCode = 1
}

/** Public name and declaration of everything that a file exports. */
function exportsOf(file) {
  return sourceOf(file).statements.flatMap((statement) => {
    if (!ts.isExportDeclaration(statement)) return isExported(statement) ? [[nameOf(statement), print(statement)]] : []
    const target = statement.moduleSpecifier?.text
    if (target === undefined || statement.exportClause === undefined) return []
    return statement.exportClause.elements.map(({ name, propertyName }) => [
      name.text,
      declarationOf(resolve(dirname(file), target.replace(/\.js$/, '.d.ts')), (propertyName ?? name).text),
    ])
  })
}

/** The order of a union's literals, and of an enum's members, is the order in which the compiler happened to meet them. */
function sortedUnions(text) {
  const literal = String.raw`(?:"[^"\n]*"|\d+)`
  const sorted = (items) => items.sort((a, b) => Number(a) - Number(b) || (a < b ? -1 : 1))
  return text
    .replaceAll(new RegExp(`${literal}(?: \\| ${literal})+`, 'g'), (union) => sorted(union.split(' | ')).join(' | '))
    .replaceAll(
      /(?:^ *"?[\w-]+"?: "[^"\n]*";\n){2,}/gm,
      (members) => `${sorted(members.trimEnd().split('\n')).join('\n')}\n`,
    )
}

function declarationOf(file, name) {
  const found = exportsOf(file).filter(([exported]) => exported === name)
  if (found.length === 0) throw new Error(`${file} exports no ${name}`)
  return found.map(([, text]) => text).join('\n')
}

function isExported(statement) {
  return (
    (ts.getCombinedModifierFlags(statement) & ts.ModifierFlags.Export) !== 0 ||
    (statement.modifiers ?? []).some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)
  )
}

function nameOf(statement) {
  return statement.name?.text ?? statement.declarationList?.declarations[0]?.name.text ?? ''
}

function print(statement) {
  const shown = ts.isClassDeclaration(statement)
    ? ts.factory.updateClassDeclaration(
        statement,
        statement.modifiers,
        statement.name,
        statement.typeParameters,
        statement.heritageClauses,
        statement.members.filter((member) => !isHidden(member)),
      )
    : statement
  return printer.printNode(ts.EmitHint.Unspecified, shown, statement.getSourceFile())
}
