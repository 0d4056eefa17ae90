import { fileURLToPath } from 'node:url'
import { run } from './programs.js'

const READER = fileURLToPath(new URL('./java/BeanReader.java', import.meta.url))

/** Flags by which a JVM answers JMX clients of this machine. */
export const jmxFlags = (port: number): string[] =>
  ['host=127.0.0.1', `port=${port}`, `rmi.port=${port}`, 'authenticate=false', 'ssl=false']
    .map((setting) => `-Dcom.sun.management.jmxremote.${setting}`)
    .concat('-Djava.rmi.server.hostname=127.0.0.1')

/** Attributes of the MBeans that match a pattern, read by a client outside the JVM; `bean` is a bean's name. */
export const readBeans = async (port: number, pattern: string): Promise<Record<string, string>[]> => {
  const { stdout } = await run('java', ['-XX:TieredStopAtLevel=1', READER, String(port), pattern])
  const beans: Record<string, string>[] = []
  for (const line of stdout.split('\n').filter(Boolean)) {
    const at = line.indexOf('=')
    if (line.startsWith('bean=')) beans.push({})
    Object.assign(beans.at(-1) ?? {}, { [line.slice(0, at)]: line.slice(at + 1) })
  }
  return beans
}
