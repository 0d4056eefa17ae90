// What the scripts for the reference and for the API report read of a TypeScript file: by syntax alone, without types.
import { readFileSync } from 'node:fs'
import ts from 'typescript'

export function sourceOf(file) {
  return ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.ES2022, true)
}

/** A node's own text, in one line. */
export function textOf(node) {
  return node.getText().replace(/\s+/g, ' ')
}

/** A docstring: its text, the default, and what is thrown. */
export function docOf(node) {
  const [doc] = ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc)
  const plain = (comment) => (ts.getTextOfJSDocComment(comment) ?? '').replace(/\s+/g, ' ').trim()
  const tags = (name) =>
    (doc?.tags ?? []).filter(({ tagName }) => tagName.text === name).map((tag) => plain(tag.comment))
  return { text: plain(doc?.comment), default: tags('default').join(' ').replace(/^- /, ''), throws: tags('throws') }
}

export function isHidden(member) {
  const flags = ts.getCombinedModifierFlags(member)
  return (
    (flags & (ts.ModifierFlags.Private | ts.ModifierFlags.Protected)) !== 0 ||
    ts.isPrivateIdentifierClassElementDeclaration(member)
  )
}

/** The public members of a class or an interface, without constructors, whose props have a table of their own. */
export function membersOf(declaration) {
  return (declaration.members ?? [])
    .filter((member) => !isHidden(member) && !ts.isConstructorDeclaration(member) && member.name !== undefined)
    .map((member) => {
      const isStatic = (ts.getCombinedModifierFlags(member) & ts.ModifierFlags.Static) !== 0
      const name = (isStatic ? `${declaration.name.text}.` : '') + member.name.getText()
      const call =
        member.parameters === undefined || ts.isGetAccessor(member)
          ? ''
          : `(${member.parameters.map(parameterOf).join(', ')})`
      return {
        signature: name + call,
        type: member.type === undefined ? '' : textOf(member.type),
        doc: docOf(member),
        required: member.questionToken === undefined,
      }
    })
}

function parameterOf(parameter) {
  const name = ts.isIdentifier(parameter.name) ? parameter.name.text : 'props'
  const optional = parameter.questionToken !== undefined || parameter.initializer !== undefined ? '?' : ''
  return `${name}${optional}: ${parameter.type === undefined ? 'unknown' : textOf(parameter.type)}`
}
