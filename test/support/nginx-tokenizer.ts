/** One nginx directive with its parameters as nginx reads them (unquoted, unescaped). */
export interface Directive {
  readonly name: string
  readonly parameters: readonly string[]
  readonly block?: readonly Directive[]
  /** Source of a `*_by_lua_block`. */
  readonly lua?: string
}

const ESCAPES: Readonly<Record<string, string>> = { '"': '"', "'": "'", '\\': '\\', t: '\t', r: '\r', n: '\n' }

/** Reads nginx configuration as `ngx_conf_read_token` does; throws where nginx would refuse to. */
export const parseNginx = (source: string): readonly Directive[] => new Parser(source).file()

/** The shape of a configuration: names, number of parameters and nesting, without any value (the keys of a map are values). */
export const shapeOf = (directives: readonly Directive[], within?: string): unknown =>
  directives.map(({ name, parameters, block, lua }) => [
    within === 'map' ? 'key' : name,
    parameters.length,
    lua,
    block && shapeOf(block, name),
  ])

class Parser {
  private at = 0

  constructor(private readonly source: string) {}

  file(): readonly Directive[] {
    const directives = this.directives()
    if (this.at < this.source.length) throw this.error('unexpected }')
    return directives
  }

  private directives(): readonly Directive[] {
    const found: Directive[] = []
    for (;;) {
      this.skip()
      if (this.at >= this.source.length || this.source[this.at] === '}') return found
      found.push(this.directive())
    }
  }

  private directive(): Directive {
    const words: string[] = []
    for (;;) {
      this.skip()
      const next = this.source[this.at]
      if (next === undefined || next === '}') throw this.error('directive is not terminated')
      if (next === ';' || next === '{') {
        const [name, ...parameters] = words
        if (name === undefined) throw this.error('no directive name')
        this.at++
        if (next === ';') return { name, parameters }
        if (name.endsWith('_by_lua_block')) return { name, parameters, lua: this.lua() }
        const block = this.directives()
        if (this.source[this.at] !== '}') throw this.error('block is not closed')
        this.at++
        return { name, parameters, block }
      }
      words.push(next === '"' || next === "'" ? this.quoted(next) : this.bare())
    }
  }

  private skip(): void {
    this.run(/(?:\s+|#[^\n]*)*/y)
  }

  /** Consumes what a sticky expression matches. */
  private run(pattern: RegExp): string {
    pattern.lastIndex = this.at
    const text = pattern.exec(this.source)?.[0] ?? ''
    this.at += text.length
    return text
  }

  private quoted(quote: string): string {
    let text = ''
    for (this.at++; this.source[this.at] !== quote;) text += this.character()
    this.at++
    if (!/[\s;{)]/.test(this.source[this.at] ?? '')) throw this.error('no space after a quoted parameter')
    return text
  }

  private bare(): string {
    let text = ''
    for (;;) {
      const next = this.source[this.at]
      if (next === undefined) throw this.error('unexpected end of file')
      const variable = next === '{' && text.endsWith('$')
      if (!variable && /[\s;{]/.test(next)) return text
      text += this.run(/[^\s;{\\]+/y) || this.character()
    }
  }

  private character(): string {
    const character = this.source[this.at++]
    if (character === undefined) throw this.error('unexpected end of file')
    if (character !== '\\') return character
    const next = this.source[this.at++] ?? ''
    return ESCAPES[next] ?? `\\${next}`
  }

  /** Behind the opening brace of a Lua block: to its own closing one, over Lua's strings and comments. */
  private lua(): string {
    const from = this.at
    const token = /--\[\[[\s\S]*?\]\]|--[^\n]*|\[\[[\s\S]*?\]\]|"(?:\\[\s\S]|[^"\\\n])*"|'(?:\\[\s\S]|[^'\\\n])*'|[{}]/g
    token.lastIndex = from
    for (let depth = 1, match = token.exec(this.source); match; match = token.exec(this.source)) {
      depth += match[0] === '{' ? 1 : match[0] === '}' ? -1 : 0
      if (depth === 0) {
        this.at = token.lastIndex
        return this.source.slice(from, match.index).trim()
      }
    }
    throw this.error('Lua block is not closed')
  }

  private error(message: string): Error {
    return new Error(`${message} at offset ${this.at}`)
  }
}
