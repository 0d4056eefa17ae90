import type { EnvironmentLock } from '../../spec/lock.js'
import type { Spec } from '../../spec/schema.js'
import type { IamStatement } from '../iam-statements.js'
import type { SecurityGroupRule } from '../security-rules.js'
import type { Templates } from '../cloudformation.js'

/** A rule or resource that lets traffic through, by its name in the templates. */
export interface Evidence {
  readonly resource: string
  readonly what: string
}

/** A link that is not there, and what closes the gap. */
export interface Gap {
  readonly what: string
  readonly fix: string
}

/** Something outside of the templates that somebody has to do or to check, with the exact command. */
export interface Duty {
  readonly what: string
  readonly command: string
}

/** One step of the way of an event. */
export interface Hop {
  readonly from: string
  readonly to: string
  /** `broken` where anything is missing, else `by-you` where anything is left to do outside of the templates. */
  readonly status: 'proved' | 'by-you' | 'broken'
  readonly evidence: readonly Evidence[]
  readonly missing: readonly Gap[]
  readonly duties: readonly Duty[]
}

/** What every hop is proved from. */
export interface ProofInput {
  readonly templates: Templates
  readonly spec: Spec
  readonly lock?: EnvironmentLock
  readonly rules: readonly SecurityGroupRule[]
  readonly statements: readonly IamStatement[]
}

/** Collects what speaks for and against one hop. */
export class HopProof {
  private readonly evidence: Evidence[] = []
  private readonly missing: Gap[] = []
  private readonly duties: Duty[] = []

  constructor(
    private readonly from: string,
    private readonly to: string,
  ) {}

  shows(resource: string, what: string): void {
    this.evidence.push({ resource, what })
  }

  lacks(what: string, fix: string): void {
    this.missing.push({ what, fix })
  }

  leaves(what: string, command: string): void {
    this.duties.push({ what, command })
  }

  /** Evidence where the statement exists, else a gap. */
  permits(statement: IamStatement | undefined, what: string, fix: string): void {
    if (statement === undefined) this.lacks(`no IAM statement allows: ${what}`, fix)
    else this.shows(`${statement.stack}/${statement.resource}`, `allows ${what}`)
  }

  done(): Hop {
    const { from, to, evidence, missing, duties } = this
    const status = missing.length > 0 ? 'broken' : duties.length > 0 ? 'by-you' : 'proved'
    return { from, to, status, evidence, missing, duties }
  }
}
