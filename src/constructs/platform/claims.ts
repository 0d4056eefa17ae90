import { Stack } from 'aws-cdk-lib/core'
import type * as s3 from 'aws-cdk-lib/aws-s3'
import type { Construct, IConstruct } from 'constructs'
import { checkProps, isKnown } from './check-props.js'

interface PrefixClaim {
  readonly owner: Construct
  readonly bucket: string
  readonly prefix: string
}

const prefixes = new WeakMap<IConstruct, PrefixClaim[]>()
const names = new WeakMap<Stack, Map<string, Construct>>()

/** Something that only one construct of a stack may have. */
export interface Claim {
  /** What it is, such as `table`; names of different kinds never clash. */
  readonly kind: string
  readonly name: string
  /** PascalCase code of the problem. */
  readonly code: string
  /** What to do instead. */
  readonly hint: string
}

/** Takes a name for `owner` alone; a second owner in the stack is reported at synth. */
export function claimName(owner: Construct, { kind, name, code, hint }: Claim): void {
  const stack = Stack.of(owner)
  const taken = names.get(stack) ?? new Map<string, Construct>()
  names.set(stack, taken)
  // A token is another way to write a name; two that resolve to the same are one.
  const key = `${kind} ${JSON.stringify(stack.resolve(name))}`
  const first = taken.get(key)
  if (first === undefined) taken.set(key, owner)
  checkProps(owner, [
    first !== undefined && { code, message: `the ${kind} ${name} belongs to ${first.node.path} already`, hint },
  ])
}

/**
 * Takes a key prefix of a bucket for `owner` alone: one that lies inside another's, anywhere in the app, is reported at synth.
 * Prefixes that are known only at deployment cannot be compared.
 */
export function claimPrefix(owner: Construct, bucket: s3.IBucket, prefix: string): void {
  if (!isKnown(prefix)) return
  // The same name is the same bucket everywhere; a reference means something in its own stack alone.
  const isNamed = isKnown(bucket.bucketName)
  const place = isNamed ? owner.node.root : Stack.of(owner)
  const claim = {
    owner,
    bucket: isNamed ? bucket.bucketName : JSON.stringify(Stack.of(owner).resolve(bucket.bucketName)),
    prefix: `${prefix}/`,
  }
  const claims = prefixes.get(place) ?? []
  prefixes.set(place, claims)
  const clashes = claims.filter(
    (other) =>
      other.bucket === claim.bucket && (other.prefix.startsWith(claim.prefix) || claim.prefix.startsWith(other.prefix)),
  )
  claims.push(claim)
  checkProps(
    owner,
    clashes.map((other) => ({
      code: 'OverlappingPrefix',
      message: `${claim.prefix} lies with ${other.prefix} of ${other.owner.node.path} in one bucket, so that they would write into each other`,
      hint: 'give each its own prefix, none inside another',
    })),
  )
}
