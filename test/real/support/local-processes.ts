import { run } from './programs.js'

/** Every process that runs for a project: it has the run folder in its environment, or works below the project's folder; read with programs of the system. */
export const localProcesses = async (project: string): Promise<string[]> => {
  const marked = `grep -la "CLICKSTREAM_LOCAL_FOLDER=${project}/" /proc/[0-9]*/environ 2>/dev/null`
  const below = `for p in /proc/[0-9]*; do case $(readlink $p/cwd) in ${project}/*) echo $p;; esac; done`
  const { stdout } = await run('sh', ['-c', `${marked}; ${below}; true`])
  return stdout.split('\n').filter(Boolean)
}
