/** A jar in a Maven repository. */
export interface Coordinates {
  readonly group: string
  readonly artifact: string
  readonly version: string
  readonly classifier?: string
}

const PART = '\\w[\\w.+-]*'
const COORDINATES = new RegExp(`^(${PART}):(${PART}):(${PART})(?::(${PART}))?$`)

/** Reads `group:artifact:version[:classifier]`; undefined where it is something else. */
export function parseCoordinates(text: string): Coordinates | undefined {
  const [, group, artifact, version, classifier] = COORDINATES.exec(text) ?? []
  if (group === undefined || artifact === undefined || version === undefined || text.includes('..')) return undefined
  return { group, artifact, version, ...(classifier !== undefined && { classifier }) }
}

/** Name of the jar, which is the same in every repository. */
export function jarName({ artifact, version, classifier }: Coordinates): string {
  return `${artifact}-${version}${classifier === undefined ? '' : `-${classifier}`}.jar`
}

/** Where a repository has the jar. Source: Maven's repository layout "default". */
export function repositoryPath(coordinates: Coordinates): string {
  const { group, artifact, version } = coordinates
  return [...group.split('.'), artifact, version, jarName(coordinates)].join('/')
}
