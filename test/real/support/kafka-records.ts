import { once } from 'node:events'
import { start } from './programs.js'

/** A record as it lies in Kafka. */
export interface KafkaRecord {
  readonly topic: string
  readonly partition: number
  readonly key: string | null
  readonly value: string
}

/** Every record of a topic, oldest first in each partition, read by kcat, which shares nothing with the collector. */
export const readRecords = async (brokers: string, topic: string): Promise<KafkaRecord[]> => {
  // Lengths before contents: whatever bytes an event holds, it cannot end a record.
  const format = '%p %K %S\n%k%s\n'
  // kcat learns of a topic's end from a fetch that finds nothing, which the broker holds back for half a second by default.
  const quick = ['-X', 'fetch.wait.max.ms=10']
  const args = ['-b', brokers, '-C', '-t', topic, '-o', 'beginning', '-e', '-q', '-f', format, ...quick]
  const { child } = start('kcat', args, {})
  const chunks: Buffer[] = []
  let errors = ''
  child.stdout?.on('data', (chunk: Buffer) => chunks.push(chunk))
  child.stderr?.on('data', (chunk) => (errors += String(chunk)))
  const [code] = (await once(child, 'close')) as [number | null]
  if (code !== 0) throw new Error(`kcat -t ${topic}: ${errors}`)
  return parse(topic, Buffer.concat(chunks))
}

// Raises an error at bytes that are no UTF-8: there must be none in Kafka.
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

const parse = (topic: string, bytes: Buffer): KafkaRecord[] => {
  const records: KafkaRecord[] = []
  for (let at = 0; at < bytes.length;) {
    const line = bytes.indexOf(0x0a, at)
    const [partition = 0, keyLength = -1, length = 0] = bytes.toString('latin1', at, line).split(' ').map(Number)
    const keyEnd = line + 1 + Math.max(0, keyLength)
    const end = keyEnd + length
    records.push({
      topic,
      partition,
      key: keyLength < 0 ? null : bytes.toString('utf8', line + 1, keyEnd),
      value: decoder.decode(bytes.subarray(keyEnd, end)),
    })
    at = end + 1
  }
  return records
}
