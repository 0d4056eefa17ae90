import { ClickstreamError } from '../errors.js'

/** The repository that is asked unless `CLICKSTREAM_MAVEN_REPOSITORIES` names others: Maven Central. */
const DEFAULT_REPOSITORY = 'https://repo.maven.apache.org/maven2/'

/** A repository in Maven's layout: a server, or a folder (`file:`). */
export interface Repository {
  /** Ends with a slash and holds no password. */
  readonly url: URL
  /** What is sent as `Authorization`. */
  readonly authorization?: string
}

/**
 * The repositories that are asked, in their order: those of `CLICKSTREAM_MAVEN_REPOSITORIES` (URLs with commas or spaces
 * between them), or Maven Central.
 *
 * @throws `InvalidRepository` for what is no URL that can be asked
 */
export function repositories(env: NodeJS.ProcessEnv): readonly Repository[] {
  const named = (env.CLICKSTREAM_MAVEN_REPOSITORIES ?? '').split(/[\s,]+/).filter((text) => text !== '')
  return (named.length === 0 ? [DEFAULT_REPOSITORY] : named).map(repository)
}

function repository(text: string): Repository {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url === undefined || !['https:', 'http:', 'file:'].includes(url.protocol)) {
    throw new ClickstreamError(`${JSON.stringify(withoutPassword(text))} is not the URL of a repository`, {
      code: 'InvalidRepository',
      exitCode: 2,
      hint: 'write https:, http: or file: URLs into CLICKSTREAM_MAVEN_REPOSITORIES, with commas or spaces between them',
    })
  }
  const { username, password } = url
  url.username = ''
  url.password = ''
  url.search = ''
  url.hash = ''
  if (!url.pathname.endsWith('/')) url.pathname += '/'
  if (username === '' && password === '') return { url }
  const login = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`
  return { url, authorization: `Basic ${Buffer.from(login).toString('base64')}` }
}

function withoutPassword(text: string): string {
  return text.replace(/\/\/[^/@]*@/, '//')
}
