import { ClickstreamError, type Problem } from '../errors.js'

const MIRRORS = 'CLICKSTREAM_MAVEN_REPOSITORIES names other repositories, `file:` folders in Maven’s layout among them'

/** No repository has it, or the package lacks a file of its own. */
export function artifactMissing(name: string, places: readonly string[]): ClickstreamError {
  return new ClickstreamError(`${name} is in none of its places: ${places.join(', ')}`, {
    code: 'ArtifactMissing',
    hint: `ask a repository that has all of Maven Central; ${MIRRORS}`,
  })
}

/** A jar that ships with the package is not there. */
export function ownJarMissing(name: string, file: string): ClickstreamError {
  return new ClickstreamError(`${name} is missing beside its lock`, {
    code: 'ArtifactMissing',
    hint: 'install clickstream-agents again; in a checkout, run `npm run plugins:jars`',
    file,
  })
}

/** The bytes are not those that the lock pins. */
export function checksumMismatch(name: string, place: string, found: string, wanted: string): ClickstreamError {
  return new ClickstreamError(`${name} from ${place} is not the file of the lock: ${found} instead of ${wanted}`, {
    code: 'ChecksumMismatch',
    hint: `nothing of it is kept; look at what changes files on the way (a proxy, a mirror), or ask another repository: ${MIRRORS}`,
  })
}

/** No repository answered as one does. */
export function repositoryUnreachable(
  name: string,
  reasons: readonly string[],
  env: NodeJS.ProcessEnv,
): ClickstreamError {
  const { HTTPS_PROXY = env.https_proxy, NODE_USE_ENV_PROXY } = env
  // Source: Node.js, command-line API; `fetch` knows the variable from 24.0 on.
  const proxy =
    HTTPS_PROXY !== undefined && NODE_USE_ENV_PROXY === undefined
      ? 'set NODE_USE_ENV_PROXY=1 (Node.js 24 or newer) for HTTPS_PROXY to be used; '
      : ''
  return new ClickstreamError(`${name} cannot be downloaded: ${reasons.join('; ')}`, {
    code: 'RepositoryUnreachable',
    hint: `${proxy}check the network and run the command again, it goes on where it stopped; ${MIRRORS}`,
  })
}

/** One error for all that went wrong; the worst one gives its code. */
export function together(errors: readonly ClickstreamError[]): ClickstreamError {
  const order = ['ChecksumMismatch', 'ArtifactMissing', 'RepositoryUnreachable']
  const sorted = [...errors].sort((a, b) => order.indexOf(a.code) - order.indexOf(b.code))
  const [worst] = sorted
  if (worst === undefined) throw new RangeError('no error')
  if (sorted.length === 1) return worst
  const problems: Problem[] = sorted.map((error) => error.toJSON())
  return new ClickstreamError(`${sorted.length} jars are not there: ${worst.message}; and ${sorted.length - 1} more`, {
    code: worst.code,
    problems,
    ...(worst.hint !== undefined && { hint: worst.hint }),
  })
}
