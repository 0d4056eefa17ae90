// How old the newest event is that the S3 JSON sink has made readable, topic by topic. The sink keeps one claim a partition,
// `<prefix>/_claims/<topic>/<partition>`: which objects hold its latest records, and the last record's time. An object that exists can be read.

/** Claims that are looked at until one is complete: as many as objects are on their way at once. */
const MOST_CLAIMS = 20

const unescape = (line) => line.replace(/\\(.)/g, (_, character) => (character === 'n' ? '\n' : character))

/** The last record's time, and the keys of the objects that the records are in. */
export const readClaim = (text) => {
  const [first, ...lines] = text.split('\n')
  if (first !== 'clickstream-claim 1') throw new Error(`a claim begins with ${JSON.stringify(first)}`)
  const facts = lines.map(unescape)
  const time = facts.find((fact) => fact.startsWith('last-time '))
  return {
    ...(time !== undefined && { lastTime: Number(time.slice('last-time '.length)) }),
    keys: facts.filter((fact) => fact.startsWith('object ')).map((fact) => fact.replace(/^object \d+ /, '')),
  }
}

const newestOf = async ({ bucket, prefix }, { objects }, topic) => {
  const folder = `${prefix}/_claims/${topic}/`
  const claims = (await objects.list(bucket, folder)).sort((a, b) => b.changed - a.changed)
  if (claims.length === 0) throw new Error(`nothing was ever stored: no claim below s3://${bucket}/${folder}`)
  for (const { key, changed } of claims.slice(0, MOST_CLAIMS)) {
    const { lastTime, keys } = readClaim(await objects.text(bucket, key))
    const there = await Promise.all(keys.map((object) => objects.exists(bucket, object)))
    if (!there.includes(false)) return lastTime ?? changed
  }
  // Whatever is readable was claimed before these: the true age is more.
  return claims[0].changed
}

/** Age in seconds of the newest event of the topic that has none for longest. */
export const jsonFilesAge = async (sink, parts, now) => {
  const newest = await Promise.all(sink.topics.map((topic) => newestOf(sink, parts, topic)))
  return (now.getTime() - Math.min(...newest)) / 1000
}
