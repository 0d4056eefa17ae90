// How old the newest row of an Iceberg table is, topic by topic, by a query such as everybody makes.

/** What is looked at first holds the last two commits; only if a topic is not in there, more is. */
const windows = ({ intervalSeconds }) => [2 * intervalSeconds + 120, 6 * intervalSeconds + 600]

const quoted = (name) => `"${name.replaceAll('"', '""')}"`

/** `received_at` comes from Kafka: files whose statistics end before are not opened, and two narrow columns are read of the others. */
export const newestRows = ({ database, table }, since) => {
  const text = since.toISOString().replace('T', ' ').replace('Z', '')
  return `SELECT project, max(ctime) FROM ${quoted(database)}.${quoted(table)} WHERE received_at > TIMESTAMP '${text} UTC' GROUP BY project`
}

/** Age in seconds of the newest event of the topic that has none for longest; at least the longer window where there is none in it. */
export const icebergAge = async (sink, { query }, now) => {
  const [narrow, wide] = windows(sink)
  const look = async (seconds) => {
    const rows = await query(newestRows(sink, new Date(now.getTime() - seconds * 1000)))
    const newest = new Map(rows.map(([topic, ctime]) => [topic, Number(ctime)]))
    return sink.topics
      .map((topic) => newest.get(topic))
      .map((at) => (at === undefined ? undefined : (now.getTime() - at) / 1000))
  }
  const recent = await look(narrow)
  const ages = recent.includes(undefined) ? await look(wide) : recent
  return Math.max(...ages.map((age) => age ?? wide))
}
