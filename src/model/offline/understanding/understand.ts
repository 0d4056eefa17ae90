import { findAnswers, findBareAnswers } from './answers.js'
import { findArns } from './arns.js'
import { findAuth } from './auth.js'
import { isBeyond, questionBeyond } from './beyond.js'
import { findBuckets } from './buckets.js'
import { findCluster } from './cluster.js'
import { findCollector, findLimits } from './collector.js'
import { findCompute } from './compute.js'
import { Context } from './context.js'
import { findCorrectedNames } from './corrected-names.js'
import { findCorrections } from './corrections.js'
import { findDurability } from './durability.js'
import { findDurations } from './durations.js'
import { Findings } from './findings.js'
import { findAbout, findIntents, SKIP_GATE } from './intents.js'
import { layOutSinks } from './layout-sinks.js'
import { layOutTopics } from './layout-topics.js'
import { findImpossible } from './impossible.js'
import { findLeftovers } from './leftovers.js'
import { findLoad } from './load.js'
import { findLoadPairs } from './load-pairs.js'
import { findLocalCommands } from './local-commands.js'
import { findMisfits } from './misfits.js'
import { findNeeds } from './needs.js'
import { findNetwork } from './network.js'
import { findOperations } from './operations.js'
import { findPartitioning } from './partitioning.js'
import { findPlatform } from './platform.js'
import { findRegions } from './regions.js'
import { findRenames } from './renames.js'
import { findRetractions } from './retractions.js'
import { finish } from './finish.js'
import { findNegativeNumbers } from './signs.js'
import { findSinkTopics } from './sink-topics.js'
import { findSinks } from './sinks.js'
import { findSizes } from './sizes.js'
import { findSolution } from './solution.js'
import { LONGEST_TURN } from './text.js'
import { findTopics } from './topics.js'
import { Turn } from './turn.js'
import { findYamlLines } from './yaml-lines.js'
import type { DraftView, Statement, TurnUnderstanding } from './types.js'

/**
 * What the last turn says, given the earlier ones and what they came to; pure and deterministic.
 * Without a draft the earlier turns are understood first, one after the other.
 */
export function understand(turns: readonly string[], draft?: DraftView): TurnUnderstanding {
  const view = draft ?? replay(turns.slice(0, -1))
  const { understanding, beyond } = read(turns, view)
  const isAgreed = understanding.intents.includes('confirm') && view.questions.some(({ path }) => path === 'other')
  const agreed = isAgreed && turns.length > 1 ? read(turns.slice(0, -1), { ...view, questions: [] }).beyond : []
  const question = questionBeyond(beyond)
  const other = understanding.questions.find(({ path }) => path === 'other')
  const asked =
    question && other ? { path: 'other', text: `${other.text} ${question.text}`, choices: ['yes', 'no'] } : question
  return {
    ...understanding,
    statements: [...agreed, ...understanding.statements],
    questions: asked
      ? [...understanding.questions.filter(({ path }) => path !== 'other'), asked]
      : understanding.questions,
    settled: asked ? understanding.settled.filter((path) => path !== 'other') : understanding.settled,
  }
}

interface Reading {
  readonly understanding: TurnUnderstanding
  /** What was read of fields that are asked about before they are stored. */
  readonly beyond: readonly Statement[]
}

function read(turns: readonly string[], draft: DraftView): Reading {
  const last = turns.at(-1) ?? ''
  const earlier = turns.slice(0, -1)
  const context = new Context(draft, earlier)
  const turn = new Turn(last)
  const found = new Findings(turn)
  const commands = findLocalCommands(turn)
  const intents = findIntents(turn, commands.intents)
  const about = intents.includes('why') ? findAbout(turn) : undefined

  for (const hit of turn.hits(new RegExp(SKIP_GATE, 'dgi'))) turn.mask(hit)
  const spelt = findYamlLines(turn, found)
  const settled = findAnswers(turn, found, context)
  findNegativeNumbers(turn, found)
  findArns(turn, found, context)
  const renamed = findRenames(turn, found, context)
  findPlatform(turn, found)
  findOperations(turn, found, context)
  findCollector(turn, found, context)
  findNetwork(turn, found, context)
  findCluster(turn, found, context)
  const mentions = findTopics(turn, found, context, renamed)
  findBuckets(turn, found, context)
  findCorrectedNames(turn, found, mentions)
  findRegions(turn, found, context)
  findSolution(turn, found, context)
  findSinks(turn, found, context)
  findCorrectedNames(turn, found, mentions)
  findPartitioning(turn, found, context)
  findSinkTopics(turn, found, mentions)
  findDurability(turn, found)
  findAuth(turn, found, context)
  findLimits(turn, found)
  findLoadPairs(turn, found, context)
  findLoad(turn, found, context)
  findSizes(turn, found)
  findCompute(turn, found, context)
  findDurations(turn, found)
  findNeeds(turn, found, context)
  findBareAnswers(turn, found, context)
  findCorrections(turn, found, context)
  findRetractions(turn, found, context)
  findMisfits(turn, found)
  findImpossible(turn, found, context)
  if (last.trim().length > LONGEST_TURN)
    found.askOther(`Only the first ${LONGEST_TURN} characters of a turn are read; what else does the spec need?`)
  findLeftovers(turn, found, context)

  const topics = layOutTopics(turn, found, context, mentions)
  const sinks = layOutSinks(turn, found, context)
  const understanding = finish(turn, found, context, {
    layouts: [topics, sinks],
    settled,
    ...commands,
    intents,
    ...(about !== undefined && { about }),
  })
  const isAsked = ({ path }: Statement): boolean =>
    isBeyond(path) && !spelt.has(path) && !context.asks(path) && context.value(path) === undefined
  return {
    understanding: {
      ...understanding,
      statements: understanding.statements.filter((statement) => !isAsked(statement)),
    },
    beyond: understanding.statements.filter(isAsked),
  }
}

/** What a conversation has come to, from its turns alone. */
function replay(turns: readonly string[]): DraftView {
  let questions: DraftView['questions'] = []
  let statements: readonly Statement[] = []
  turns.forEach((_, index) => {
    const result = understand(turns.slice(0, index + 1), { questions, statements })
    const forgotten = (path: string): boolean =>
      result.retractions.some((root) => path === root || path.startsWith(`${root}.`))
    const said = new Set(result.statements.map(({ path }) => path))
    statements = [...statements.filter(({ path }) => !forgotten(path) && !said.has(path)), ...result.statements]
    const asked = new Set(result.questions.map(({ path }) => path))
    questions = [
      ...questions.filter(({ path }) => !said.has(path) && !asked.has(path) && !result.settled.includes(path)),
      ...result.questions,
    ]
  })
  return { questions, statements }
}
