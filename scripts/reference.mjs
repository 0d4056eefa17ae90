// Makes docs/constructs and the constructs' part of README.md from docstrings and from examples/constructs, which tests run.
// With --check it changes nothing, and fails where something on disk is not what it would write.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { format, resolveConfig } from 'prettier'
import ts from 'typescript'
import { docOf, membersOf, sourceOf, textOf } from './declarations.mjs'

const root = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url))
const CONSTRUCTS = 'src/constructs'
const PAGES = 'docs/constructs'
/** What only generated projects use, and what has no public name. */
const INTERNAL = ['environment', 'nag']

const publicNames = new Set(
  [...readFileSync(root(`${CONSTRUCTS}/index.ts`), 'utf8').matchAll(/export (?:type )?\{([^}]*)\}/g)].flatMap(
    ([, names]) => names.split(',').map((name) => name.replace(/^\s*type\s/, '').trim()),
  ),
)

/** The pieces in the order of the event's way, what is not named here after them. */
const ORDER = ['clickstream-ingestion', 'collector-service', 'load-balancer', 'kafka-cluster', 'kafka-topics']
const rank = (piece) => (ORDER.includes(piece) ? ORDER.indexOf(piece) : ORDER.length)
const pieces = readdirSync(root(CONSTRUCTS), { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && !INTERNAL.includes(entry.name))
  .map(({ name }) => ({ name, declarations: mainFirst(name, declarationsOf(name)) }))
  .filter(({ declarations }) => declarations.length > 0)
  .sort((a, b) => rank(a.name) - rank(b.name) || (a.name < b.name ? -1 : 1))

const pages = new Map()
for (const piece of pieces) pages.set(`${PAGES}/${piece.name}.md`, pageOf(piece))
pages.set(`${PAGES}/side-by-side.md`, sideBySide())
pages.set('README.md', readme())
const check = process.argv.includes('--check')
const stale = []
for (const [path, text] of pages) {
  const written = await format(text, { ...(await resolveConfig(root(path))), parser: 'markdown' })
  if (existsSync(root(path)) && readFileSync(root(path), 'utf8') === written) continue
  stale.push(path)
  if (check) continue
  mkdirSync(root(PAGES), { recursive: true })
  writeFileSync(root(path), written)
}
if (check && stale.length > 0) {
  process.stderr.write(`not what the docstrings and examples say: ${stale.join(', ')}\nRun: npm run reference\n`)
  process.exitCode = 1
}

/** Public classes first, then interfaces, types and functions, each in the order of its file. */
function declarationsOf(piece) {
  const files = readdirSync(root(`${CONSTRUCTS}/${piece}`)).filter((file) => file.endsWith('.ts'))
  return files
    .sort()
    .flatMap((file) => sourceOf(root(`${CONSTRUCTS}/${piece}/${file}`)).statements.filter(isPublic))
    .sort((a, b) => Number(ts.isClassDeclaration(b)) - Number(ts.isClassDeclaration(a)))
}

/** The class that a piece is named after, of those that its example shows. */
function mainFirst(piece, declarations) {
  const words = piece.replaceAll(/(?:^|-)(\w)/g, (_, letter) => letter.toUpperCase())
  const named = declarations.filter(({ name: { text } }) => new RegExp(`\\b${text}\\b`).test(snippetOf(piece) ?? ''))
  const main = named.find(({ name }) => name.text.includes(words)) ?? named[0] ?? declarations[0]
  return main === undefined ? [] : [main, ...declarations.filter((declaration) => declaration !== main)]
}

function isPublic(statement) {
  return publicNames.has(statement.name?.text) && !ts.isVariableStatement(statement)
}

function pageOf({ name, declarations }) {
  const snippet = snippetOf(name)
  const [main] = declarations
  return [
    `# ${main.name.text}`,
    docOf(main).text,
    '<!-- Made by `npm run reference` from the docstrings: change those. -->',
    ...(snippet === undefined
      ? []
      : [fenced(snippet), `Complete: [examples/constructs/${name}.ts](../../examples/constructs/${name}.ts).`]),
    ...declarations.flatMap((declaration) => sectionOf(declaration, declaration === main)),
  ].join('\n\n')
}

function sectionOf(declaration, isMain) {
  const { text, throws } = docOf(declaration)
  const heading = isMain ? [] : [`## ${declaration.name.text}`, text]
  const heritage = (declaration.heritageClauses ?? [])
    .filter(({ token }) => ts.isInterfaceDeclaration(declaration) && token === ts.SyntaxKind.ExtendsKeyword)
    .flatMap(({ types }) => types.map((type) => `\`${textOf(type)}\``))
  return [
    ...heading,
    ...throws.map((thrown) => `Throws ${thrown}.`),
    ...(heritage.length > 0 ? [`Has everything of ${heritage.join(' and ')}, and:`] : []),
    ...(ts.isTypeAliasDeclaration(declaration) ? [fenced(textOf(declaration.type))] : []),
    ...tableOf(declaration),
  ].filter((part) => part !== '')
}

function tableOf(declaration) {
  const members = membersOf(declaration)
  if (members.length === 0) return []
  const isProps = ts.isInterfaceDeclaration(declaration)
  const rows = members.map(({ signature, type, doc, required }) =>
    isProps
      ? `| \`${signature}\` | ${code(type)} | ${required ? 'required' : cell(doc.default || '')} | ${cell(doc.text)} |`
      : `| ${code(type === '' || signature.endsWith(')') ? signature : `${signature}: ${type}`)} | ${cell(doc.text)} |`,
  )
  const head = isProps
    ? ['| prop | type | default | meaning |', '| --- | --- | --- | --- |']
    : ['| member | meaning |', '| --- | --- |']
  return [[...head, ...rows].join('\n')]
}

function readme() {
  const text = readFileSync(root('README.md'), 'utf8')
  const [begin, end] = ['<!-- constructs -->', '<!-- end of constructs -->']
  const [before, after] = [text.indexOf(begin), text.indexOf(end)]
  if (before < 0 || after < 0) throw new Error(`README.md has no ${begin} … ${end}`)
  const sections = pieces.flatMap(({ name, declarations: [main] }) => {
    const snippet = snippetOf(name)
    if (snippet === undefined) throw new Error(`there is no examples/constructs/${name}.ts`)
    return [`### ${main.name.text}`, `${docOf(main).text} [Reference](${PAGES}/${name}.md).`, fenced(snippet)]
  })
  return [text.slice(0, before) + begin, ...sections, text.slice(after)].join('\n\n')
}

function sideBySide() {
  const [ours, theirs] = ['constructs', 'resources'].map((version) => snippetOf(`side-by-side/${version}`))
  const lines = (text) => text.split('\n').filter((line) => line.trim() !== '').length
  return [
    '# The same connector twice',
    '<!-- Made by `npm run reference` from examples/constructs/side-by-side: change those. -->',
    `JSON files from one topic, on an MSK cluster with IAM: with our constructs ${lines(ours)} lines, with plain resources ${lines(theirs)}. Both are synthesized by a test, which finds in ours everything that the other has: the connector's properties, the worker configuration, and each right.`,
    '## With our constructs',
    fenced(ours),
    "What cdk-nag says about wildcards is answered in the constructs, the plugin is built at deployment, names change with what is create-only, and the output of the stack has the command for the brokers' security group.",
    '## With plain resources',
    fenced(theirs),
  ].join('\n\n')
}

/** The lines of an example between its two marks. */
function snippetOf(piece) {
  const file = root(`examples/constructs/${piece}.ts`)
  return existsSync(file) ? /\/\/ snippet\n([^]*?)\n\/\/ end/.exec(readFileSync(file, 'utf8'))?.[1] : undefined
}

function fenced(text) {
  return ['```ts', text, '```'].join('\n')
}

function cell(text) {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ')
}

function code(text) {
  return `\`${cell(text)}\``
}
