/** Where a value of the spec comes from. */
export type Origin = 'said' | 'looked-up' | 'derived' | 'default' | 'file'

/** One leaf's origin, with what proves it: the quoted words, the AWS call, or the formula. */
export interface Provenance {
  readonly origin: Origin
  /** With `said`: a verbatim piece of one turn. */
  readonly quote?: string
  /** With `derived` (and where it helps `default`): how the value was worked out, with its source. */
  readonly formula?: string
  /** With `looked-up`: the call that answered, such as `kafka:DescribeClusterV2`. */
  readonly call?: string
}

/** One entry per leaf; a key is a dotted path with array indexes (`topics.0.name`), a leaf is a scalar or an array of scalars. */
export type ProvenanceMap = Readonly<Record<string, Provenance>>
