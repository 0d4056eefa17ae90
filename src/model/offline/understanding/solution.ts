import type { Context } from './context.js'
import type { Findings } from './findings.js'
import type { Hit, Turn } from './turn.js'

type Solution = 'nginx-lua' | 'nginx-vector'

const NAMED =
  /(?<joined>\b(?:nginx|openresty)\s*(?:[+/&-]|with|and|加|和)?\s*(?<first>lua|vector)\b(?!\s*(?:database|search|store|embedding))|(?<![\w-])(?<second>lua|vector)\s*(?:\+|with|on)\s*nginx\b)|(?<![\w./-])(?<lone>lua|vector)(?![\w/-])(?!\s*(?:database|search|store|db|embedding|graphics))/dgi
const CHOOSING =
  /\b(?:use|using|go(?:ing)? (?:with|for)|pick|choose|chose|prefer|want|take|deploy|solution|option|let'?s|make it|switch|change|try|please|collector|variant|flavou?r|rather|instead|the|with|run)\b|用|选|方案|采用|改|换|要|还是|走|部署|解决/i
const ORDINAL =
  /(?:\bthe\s+)?\b(?<word>first|second|1st|2nd|former|latter)\b(?:\s+(?:one|option|choice|solution|approach|variant))?|\b(?:option|solution|choice|number|variant)\s*#?(?<number>[12]|one|two|a|b)\b|第(?<chinese>一|二|1|2)(?:个|种|项|款)?(?:方案|选项|选择)?|(?<side>前者|后者)|方案(?<plan>一|二|1|2|a|b)(?![a-z])/dgi
const THAT_ONE =
  /\b(?:go with|use|take|pick|choose|do)\s+(?:that|this)(?: one| solution| option)?(?=\s*(?:$|[.,!]|then|please))|就(?:用|选)?(?:这个|那个|它)(?=\s*(?:$|[。,!吧]))/dgi
const OTHER =
  /\b(?:go(?:ing)? (?:with|for)|take|use|pick|choose|prefer|want|switch to|try|rather)\s+the other(?:\s+(?:one|solution|option|collector|variant))?(?=\s*(?:$|[.,;!]|then|please|instead))|(?:用|选|换|要|还是|改)(?:成|为|用|选)?另外?(?:一个|一种|那个)(?:方案)?(?:吧)?(?=\s*(?:$|[。,;!]))/dgi
const COMPARED =
  /\b(?:compare|comparison|difference|choose|which|versus|vs|better|options?|solutions?|recommend|pros and cons|or)\b|比较|对比|区别|哪个|哪种|还是|选择|推荐|差异|方案/i

/** The solution by name, or "the second one" after a comparison. */
export function findSolution(turn: Turn, found: Findings, context: Context): void {
  const hits = turn.hits(NAMED)
  const distinct = new Set(hits.map(solutionOf))
  const undecided =
    distinct.size > 1 &&
    /\bcompar|\bdifferen|对比|比较|区别|差异|\b(?:or|versus|vs\.?|between)\b|还是|或者?|和.{0,8}(?:之间|哪)/i.test(
      turn.whole,
    )
  for (const hit of hits) {
    const solution = solutionOf(hit)
    const sure =
      hit.has('joined') || turn.negated(hit) || CHOOSING.test(turn.clauseText(hit)) || turn.whole.trim().length < 24
    if (!sure) continue
    if (turn.negated(hit)) found.deny('collector.solution', hit, solution)
    else if (!undecided || found.deniedPaths().some((denial) => denial.path === 'collector.solution'))
      found.say('collector.solution', solution, hit)
    else found.cover(hit)
    turn.mask(hit)
  }
  if (distinct.size === 0) findOrdinal(turn, found, context)
}

function solutionOf(hit: Hit): Solution {
  return /vector/i.test(hit.text) ? 'nginx-vector' : 'nginx-lua'
}

function findOrdinal(turn: Turn, found: Findings, context: Context): void {
  if (
    context.draft.questions.some(
      (question) => (question.choices?.length ?? 0) > 1 && question.path !== 'collector.solution',
    )
  )
    return
  findThatOne(turn, found, context)
  findOther(turn, found, context)
  const [hit] = turn.hits(ORDINAL)
  if (
    !hit ||
    turn.negated(hit) ||
    /^\s*(?:bucket|topic|sink|subnet|cluster|table|time|thing|step|team|phase|turn|message|round|half|quarter|release|week|month|year|place|people|line|region)/i.test(
      turn.after(hit, 16),
    )
  )
    return
  if (
    !/one|option|choice|solution|approach|variant|former|latter|第|者|方案|number/i.test(hit.text) &&
    turn.whole.trim().length > 24
  )
    return
  const order = comparedOrder(context)
  if (order === undefined) return
  const which =
    hit.group('word') || hit.group('number') || hit.group('chinese') || hit.group('side') || hit.group('plan')
  const index = /^(?:first|1st|former|1|one|a|一|前者)$/i.test(which) ? 0 : 1
  found.say('collector.solution', order[index] ?? 'nginx-lua', hit)
  turn.mask(hit)
}

/** "let's go with that one" after a question about one of the two. */
function findThatOne(turn: Turn, found: Findings, context: Context): void {
  const [hit] = turn.hits(THAT_ONE)
  const last = context.earlierTurns.at(-1)?.slice(0, 5000).toLowerCase() ?? ''
  const lua = /\blua\b/.test(last)
  const vector = /\bvector\b/.test(last)
  if (hit && lua !== vector && !turn.negated(hit))
    found.say('collector.solution', lua ? 'nginx-lua' : 'nginx-vector', hit)
}

/** "let's go for the other one" in the turn after a choice. */
function findOther(turn: Turn, found: Findings, context: Context): void {
  const [hit] = turn.hits(OTHER)
  const chosen = context.statement('collector.solution')
  if (!hit || !chosen || turn.negated(hit) || !context.earlierTurns.at(-1)?.includes(chosen.quote)) return
  found.say('collector.solution', chosen.value === 'nginx-lua' ? 'nginx-vector' : 'nginx-lua', hit)
  turn.mask(hit)
}

/** The order in which the two were set against each other in the latest turn that did so; the product itself always names nginx-lua first. */
function comparedOrder(context: Context): readonly Solution[] | undefined {
  if (context.asks('collector.solution')) {
    const choices = context.draft.questions.find((question) => question.path === 'collector.solution')?.choices
    if (choices?.length === 2) return choices as Solution[]
  }
  for (const turn of context.earlierTurns.slice(-4).reverse()) {
    const text = turn.slice(0, 5000).toLowerCase()
    if (!COMPARED.test(text)) continue
    const lua = text.search(/\blua\b/)
    const vector = text.search(/\bvector\b/)
    if (lua >= 0 && vector >= 0) return vector < lua ? ['nginx-vector', 'nginx-lua'] : ['nginx-lua', 'nginx-vector']
    if (/solution|option|approach|compare|difference|recommend|方案|比较|对比|区别|架构/.test(text))
      return ['nginx-lua', 'nginx-vector']
  }
  return undefined
}
