import { GetObjectCommand, HeadObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3'

const isMissing = ({ name, $metadata }) =>
  name === 'NotFound' || name === 'NoSuchKey' || $metadata?.httpStatusCode === 404

/** What is read of a bucket. */
export const s3Objects = (client) => ({
  /** Keys below a prefix, each with the time of its last change. */
  list: async (Bucket, Prefix) => {
    const found = []
    let ContinuationToken
    do {
      const page = await client.send(new ListObjectsV2Command({ Bucket, Prefix, ContinuationToken }))
      found.push(
        ...(page.Contents ?? []).map(({ Key, LastModified }) => ({ key: Key, changed: LastModified.getTime() })),
      )
      ContinuationToken = page.NextContinuationToken
    } while (ContinuationToken !== undefined)
    return found
  },
  text: async (Bucket, Key) => (await client.send(new GetObjectCommand({ Bucket, Key }))).Body.transformToString(),
  exists: async (Bucket, Key) => {
    try {
      await client.send(new HeadObjectCommand({ Bucket, Key }))
      return true
    } catch (error) {
      if (isMissing(error)) return false
      throw error
    }
  },
})
