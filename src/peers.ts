import { ClickstreamError } from './errors.js'

/** Packages that a project installs beside this one, with the version that agents need to the letter. */
const PEERS: Readonly<Record<string, string>> = {
  '@strands-agents/sdk': '@strands-agents/sdk@1.16.0',
  'aws-cdk-lib': 'aws-cdk-lib',
  constructs: 'constructs',
  'cdk-nag': 'cdk-nag',
}

/** A package of those that is not installed, as `PeerMissing` with the line that installs it; undefined for any other error. */
export function missingPeer(thrown: unknown): ClickstreamError | undefined {
  if (!(thrown instanceof Error) || !('code' in thrown) || thrown.code !== 'ERR_MODULE_NOT_FOUND') return undefined
  const name = Object.keys(PEERS).find(
    (peer) => thrown.message.includes(`'${peer}'`) || thrown.message.includes(`'${peer}/`),
  )
  if (name === undefined) return undefined
  return new ClickstreamError(`the package ${name} is not installed here`, {
    code: 'PeerMissing',
    hint: `run: npm install ${PEERS[name] ?? name}`,
    cause: thrown,
  })
}

/** Loads code that needs such a package. Throws `PeerMissing` where it is not installed. */
export async function withPeers<Result>(load: () => Promise<Result>): Promise<Result> {
  try {
    return await load()
  } catch (error) {
    throw missingPeer(error) ?? error
  }
}
