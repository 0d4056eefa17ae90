import type { Problem } from '../errors.js'
import { partitionOf } from './regions.js'
import type { Spec } from './schema.js'

/** What not every region offers. */
export type Capability =
  | 'fargate'
  | 'fargate-arm64'
  | 'fargate-spot'
  | 'msk-connect'
  | 'msk-topic'
  | 'msk-channel'
  | 'msk-express'
  | 'msk-serverless'
  | 'public-ecr'
  | 'waf'

/** Whether a region offers something; `unknown` where no source says either. */
export interface CapabilityFact {
  readonly state: 'yes' | 'no' | 'unknown'
  /** What says so, or what was read without an answer. */
  readonly source: string
}

/** When the sources of this table were read. */
export const CAPABILITIES_AS_OF = '2026-11-24'

interface Row {
  readonly yes?: readonly string[]
  readonly no?: readonly string[]
  readonly source: string
}

const CHINA = ['cn-north-1', 'cn-northwest-1']
const GOVCLOUD = ['us-gov-east-1', 'us-gov-west-1']
const MAJOR = [
  'us-east-1',
  'us-east-2',
  'us-west-2',
  'ca-central-1',
  'ap-south-1',
  'ap-southeast-1',
  'ap-southeast-2',
  'ap-northeast-1',
  'ap-northeast-2',
  'eu-central-1',
  'eu-north-1',
  'eu-west-1',
  'eu-west-2',
  'eu-west-3',
]

/** A region in neither list is `unknown`: these are positive lists as far as the sources could be read. */
const TABLE: Readonly<Record<Capability, Row>> = {
  fargate: {
    yes: [
      ...CHINA,
      ...MAJOR,
      'us-west-1',
      'ca-west-1',
      'mx-central-1',
      'af-south-1',
      'ap-east-1',
      'ap-northeast-3',
      'ap-south-2',
      'ap-southeast-3',
      'ap-southeast-4',
      'ap-southeast-5',
      'ap-southeast-7',
    ],
    source:
      'Amazon ECS Developer Guide, "Supported Regions for Amazon ECS on AWS Fargate" (some regions in some zones only)',
  },
  'fargate-arm64': {
    source: 'Amazon ECS Developer Guide, "Working with 64-bit ARM workloads": no list of regions could be read',
  },
  'fargate-spot': {
    source: 'Amazon ECS Developer Guide, "Fargate capacity providers": no list of regions could be read',
  },
  'msk-connect': {
    yes: [...MAJOR.filter((region) => region !== 'eu-north-1'), 'us-west-1', 'ap-south-2', 'ap-southeast-5'],
    source:
      'AWS General Reference, "Amazon MSK Connect endpoints and quotas" (China and GovCloud are not in the part that could be read)',
  },
  'msk-topic': { source: 'Amazon MSK Developer Guide, "MSK topic operations": no list of regions could be read' },
  'msk-channel': {
    source: 'Amazon MSK Developer Guide, "Data Delivery": needs Express brokers; no list of regions could be read',
  },
  'msk-express': { source: 'Amazon MSK Developer Guide, "Express brokers": no list of regions could be read' },
  'msk-serverless': {
    yes: MAJOR,
    no: [...CHINA, ...GOVCLOUD],
    source: 'Amazon MSK Developer Guide, "What is MSK Serverless?": the note that lists its regions',
  },
  'public-ecr': {
    no: CHINA,
    source: 'Getting Started with Amazon Web Services in China, "Amazon ECR Public": not available in China Regions',
  },
  waf: {
    yes: CHINA,
    source: 'Getting Started with Amazon Web Services in China, "Amazon WAF": both regions, regional level only',
  },
}

/** Whether a region offers a capability, with the source that says so. */
export function capabilityOf(region: string, capability: Capability): CapabilityFact {
  const { yes = [], no = [], source } = TABLE[capability]
  return { state: yes.includes(region) ? 'yes' : no.includes(region) ? 'no' : 'unknown', source }
}

/** One thing about a region that a spec relies on: an error is known to fail, a warning is not known to work. */
export interface RegionFinding extends Problem {
  readonly severity: 'error' | 'warning'
  readonly capability: Capability
  readonly source: string
}

interface Use {
  /** Only a warning even where the region is known to lack it, because the deployment does not depend on it. */
  readonly isSoft?: boolean
  readonly capability: Capability
  readonly path: string
  readonly what: string
  readonly hint: string
}

/**
 * What the region is known to lack (`RegionLacks`, an error where the deployment fails without it) and, outside the `aws` partition, what could not be confirmed (`RegionUnconfirmed`,
 * a warning), of all that this spec uses. Inside the `aws` partition an unknown is no finding: its regions get services one by one.
 */
export function checkRegion(spec: Spec): RegionFinding[] {
  const isSpecial = partitionOf(spec.region) !== 'aws'
  return usesOf(spec).flatMap((use): RegionFinding[] => {
    const { state, source } = capabilityOf(spec.region, use.capability)
    const { capability, path, hint } = use
    if (state === 'no') {
      return [
        {
          severity: use.isSoft === true ? 'warning' : 'error',
          code: 'RegionLacks',
          capability,
          path,
          source,
          message: `${use.what} is not available in ${spec.region}`,
          hint,
        },
      ]
    }
    if (state === 'yes' || !isSpecial) return []
    const message = `whether ${use.what} is available in ${spec.region} is not confirmed (as of ${CAPABILITIES_AS_OF})`
    return [{ severity: 'warning', code: 'RegionUnconfirmed', capability, path, source, message, hint }]
  })
}

function usesOf(spec: Spec): Use[] {
  const uses: Use[] = []
  if (spec.collector.tasks.architecture === 'arm64') {
    uses.push({
      capability: 'fargate-arm64',
      path: 'collector.tasks.architecture',
      what: 'Fargate on arm64',
      hint: 'write collector.tasks.architecture: x86_64',
    })
  }
  if (spec.collector.tasks.spot) {
    uses.push({
      capability: 'fargate-spot',
      path: 'collector.tasks.spot',
      what: 'Fargate Spot',
      hint: 'write collector.tasks.spot: false',
    })
  }
  if (spec.sinks.length > 0) {
    uses.push({
      capability: 'msk-connect',
      path: 'sinks',
      what: 'MSK Connect',
      hint: 'check the console of the region; with sinks: [] only the collectors are deployed',
    })
  }
  if (spec.topicManagement === 'cloudformation') {
    uses.push({
      capability: 'msk-topic',
      path: 'topicManagement',
      what: 'AWS::MSK::Topic',
      hint: 'write topicManagement: tool, which makes topics over the Kafka protocol',
    })
  }
  if (spec.images.source === 'asset' && spec.platform.imageMirror === undefined) {
    uses.push({
      capability: 'public-ecr',
      // the machine that builds the images pulls from it, not the region
      isSoft: true,
      path: 'platform.imageMirror',
      what: 'public.ecr.aws, where the base images come from,',
      hint: 'write platform.imageMirror with a registry that mirrors the base images, or build the images elsewhere and write images: { source: ecr, repository, tag }',
    })
  }
  return uses
}
