import type { Language } from '../language.js'
import type { RehearsalOutcome } from '../local-project/rehearsal-outcome.js'
import { bullets, many } from '../text.js'
import type { ConnectorSummary } from './local-tools.js'

/** What the orchestrator says of the project on this machine, in one language. */
export interface LocalPhrases {
  /** Where the conversation has no machine. */
  readonly noMachine: string
  /** After a plan. */
  readonly offer: string
  readonly notReady: string
  readonly nothingRuns: string
  /** A specialist has said why. */
  readonly notStarted: string
  readonly rehearsed: (outcome: RehearsalOutcome) => string
  readonly connectors: (connectors: readonly ConnectorSummary[]) => string
  readonly eventsListed: string
  readonly ended: (processes: number) => string
}

/** Problems that are named; the specialist has all of them. */
const SHOWN = 5

const facts = ({ events }: RehearsalOutcome): string[] => events.map(({ what, found }) => `${what}: ${found}`)
const lastStep = ({ steps }: RehearsalOutcome): string =>
  steps.findLast(({ state }) => state !== 'not reached')?.title ?? ''

const en: LocalPhrases = {
  noMachine:
    'Nothing can be run here. `clickstream chat` can, and so can `clickstream rehearse <folder>` once the project is generated.',
  offer: 'Or say "rehearse it": the project then runs on this machine first, without an account.',
  notReady: 'A rehearsal needs the whole spec first.',
  nothingRuns: 'Nothing runs on this machine; say "rehearse it" to run the project here.',
  notStarted: 'The rehearsal did not start; testing says above why.',
  rehearsed: (outcome) =>
    [
      outcome.passed
        ? `Rehearsed on this machine in ${outcome.seconds} s: all ten steps are done, and every event that was accepted is in every sink, once and unaltered.`
        : `The rehearsal on this machine did not pass; it came to ${lastStep(outcome)}:`,
      bullets([...facts(outcome), ...outcome.problems.slice(0, SHOWN)]),
      `${many(outcome.differences.length, 'thing')} cannot be here as on AWS; testing lists them with what covers each. Nothing was created in AWS.`,
      ...(outcome.page === undefined ? [] : [`The page of it: ${outcome.page}`]),
      outcome.endpoint === undefined
        ? 'What was started still runs; say "stop it" to end it.'
        : `It still runs, and takes events at ${outcome.endpoint}. Ask for "the last events in Iceberg" or "why did the connector fail?"; "stop it" ends it.`,
    ].join('\n'),
  connectors: (connectors) =>
    connectors.every(({ running }) => running)
      ? `On this machine ${connectors.length === 1 ? 'the connector runs' : 'all connectors run'}: ${connectors.map(({ name }) => name).join(', ')}. None has failed.`
      : [
          'Not every connector runs on this machine:',
          bullets(
            connectors
              .filter(({ running }) => !running)
              .map(
                ({ name, state, cause, hint }) =>
                  `${name} is ${state}${cause === undefined ? '' : ` because ${cause}`}${hint === undefined ? '' : `; ${hint}`}`,
              ),
          ),
        ].join('\n'),
  eventsListed: 'Above is what data-connector read from the sinks on this machine.',
  ended: (processes) =>
    processes === 0
      ? 'Nothing ran on this machine.'
      : `${many(processes, 'process').replace('processs', 'processes')} on this machine ended; nothing is left running.`,
}

const zh: LocalPhrases = {
  noMachine: '这里不能运行项目；请用 `clickstream chat`，或在生成项目之后用 `clickstream rehearse <目录>`。',
  offer: '也可以说“演练一下”：先在本机运行这个项目，不需要 AWS 账户。',
  notReady: '演练之前需要完整的规格。',
  nothingRuns: '本机没有运行任何东西；说“演练一下”就会在本机运行项目。',
  notStarted: '演练没有开始；原因见上面 testing 的说明。',
  rehearsed: (outcome) =>
    [
      outcome.passed
        ? `已在本机演练，用时 ${outcome.seconds} 秒：十个步骤都已完成，每个被接受的事件在每个目的地都恰好有一份，内容未变。`
        : `本机演练没有通过，进行到 ${lastStep(outcome)}：`,
      bullets([...facts(outcome), ...outcome.problems.slice(0, SHOWN)]),
      `有 ${outcome.differences.length} 处与 AWS 上不同，testing 已列出各由什么来弥补。没有在 AWS 上创建任何东西。`,
      ...(outcome.page === undefined ? [] : [`演练的报告页：${outcome.page}`]),
      outcome.endpoint === undefined
        ? '已启动的部分仍在运行；说“停掉它”就会结束。'
        : `它仍在运行，接收地址是 ${outcome.endpoint}。可以问“Iceberg 里最近的事件”“连接器为什么失败”；说“停掉它”就会结束。`,
    ].join('\n'),
  connectors: (connectors) =>
    connectors.every(({ running }) => running)
      ? `本机的连接器都在运行：${connectors.map(({ name }) => name).join('，')}，没有失败。`
      : [
          '本机有连接器没有运行：',
          bullets(
            connectors
              .filter(({ running }) => !running)
              .map(
                ({ name, state, cause, hint }) =>
                  `${name} 的状态是 ${state}${cause === undefined ? '' : `，原因：${cause}`}${hint === undefined ? '' : `；${hint}`}`,
              ),
          ),
        ].join('\n'),
  eventsListed: '以上是 data-connector 从本机的目的地读到的事件。',
  ended: (processes) =>
    processes === 0 ? '本机没有运行任何东西。' : `本机的 ${processes} 个进程已结束，没有留下任何运行中的东西。`,
}

export const LOCAL_PHRASES: Readonly<Record<Language, LocalPhrases>> = { en, zh }
