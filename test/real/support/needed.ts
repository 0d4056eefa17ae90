import { access, constants } from 'node:fs/promises'
import { delimiter, join } from 'node:path'

const isThere = (file: string): Promise<boolean> =>
  access(file, constants.X_OK).then(
    () => true,
    () => false,
  )

/** Stops a test with the line that installs what it lacks: a part that is missing is never a reason to skip. */
export const needPrograms = async (programs: readonly string[], packages: string): Promise<void> => {
  const folders = (process.env['PATH'] ?? '').split(delimiter)
  for (const program of programs) {
    const places = program.startsWith('/') ? [program] : folders.map((folder) => join(folder, program))
    const found = await Promise.all(places.map(isThere))
    if (!found.includes(true)) {
      throw new Error(`${program} is missing: apt-get install --yes --no-install-recommends ${packages}`)
    }
  }
}
