import type { Tool } from '@strands-agents/sdk'
import { z } from 'zod'
import { clusterKind } from '../../spec/index.js'
import type { Problem } from '../../errors.js'
import type { Spec } from '../../spec/index.js'
import { topicPlan, topicPlanProblems } from '../../spec/topic-plan.js'
import type { PlannedTopic } from '../../spec/topic-plan.js'
import type { LocalProject } from '../local-project/local-project.js'
import { stepTool } from '../local-project/step-tool.js'
import { workspaceTool } from '../workspace-tool.js'

export interface TopicPlanAnswer {
  readonly topics: readonly (PlannedTopic & { readonly formula?: string })[]
  readonly createdBy: Spec['topicManagement']
}

export interface TopicValidation {
  readonly problems: readonly Problem[]
  /** Facts about the cluster that were not known, so that nothing could be checked against them. */
  readonly unknown: readonly string[]
}

export function topicTools(local?: LocalProject): Tool[] {
  return [
    workspaceTool({
      role: 'msk-topic',
      name: 'plan_topics',
      description:
        'All topics that have to exist, with partitions, copies, in-sync minimum, retention and the reason for each.',
      inputSchema: z.object({}),
      run: (workspace): TopicPlanAnswer => {
        const spec = workspace.spec()
        const { provenance } = workspace.result()
        return {
          createdBy: spec.topicManagement,
          topics: topicPlan(spec).map((topic, index) => {
            const formula = provenance[`topics.${index}.partitions`]?.formula
            return formula === undefined ? topic : { ...topic, formula }
          }),
        }
      },
    }),
    workspaceTool({
      role: 'msk-topic',
      name: 'validate_topic_plan',
      description:
        "Checks the topic plan against the cluster's facts: brokers, kind, Kafka version, partitions a broker takes.",
      inputSchema: z.object({}),
      run: (workspace): TopicValidation => {
        const cluster = workspace.lock?.cluster
        const facts = {
          'number of brokers': cluster?.brokerCount,
          'Kafka version': cluster?.kafkaVersion,
          'kind of brokers': clusterKind(workspace.lock),
        }
        return {
          problems: topicPlanProblems(workspace.spec(), workspace.lock),
          unknown: Object.entries(facts).flatMap(([name, fact]) => (fact === undefined ? [name] : [])),
        }
      },
    }),
    ...(local === undefined
      ? []
      : [
          stepTool(local, {
            role: 'msk-topic',
            name: 'make_topics',
            step: 'topics',
            description:
              'Makes every planned topic that is missing, alters what may be altered, and checks each against the plan.',
          }),
        ]),
  ]
}
