import { access, constants, stat } from 'node:fs/promises'
import { delimiter, join } from 'node:path'

/** Where a program is: an absolute path is taken as it is, a name is looked up on the PATH and then in further folders. */
export async function which(
  name: string,
  env: NodeJS.ProcessEnv,
  further: readonly string[] = [],
): Promise<string | undefined> {
  if (name.includes('/')) return (await executable(name)) ? name : undefined
  const folders = [...(env.PATH ?? '').split(delimiter).filter((folder) => folder !== ''), ...further]
  for (const folder of folders) {
    const path = join(folder, name)
    if (await executable(path)) return path
  }
  return undefined
}

async function executable(path: string): Promise<boolean> {
  const isFile = await stat(path).then(
    (found) => found.isFile(),
    () => false,
  )
  return (
    isFile &&
    access(path, constants.X_OK).then(
      () => true,
      () => false,
    )
  )
}

/** The PATH of programs, with the folder where Debian keeps nginx, which only root's leads to. */
export function programPath(env: NodeJS.ProcessEnv): string {
  return `${env.PATH ?? ''}:/usr/sbin`
}
