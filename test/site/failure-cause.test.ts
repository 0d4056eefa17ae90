import { expect, test } from '@jest/globals'
import { failureCause } from '../../src/site/failure-cause.js'

const TOLERANCE = `org.apache.kafka.connect.errors.ConnectException: Tolerance exceeded in error handler
\tat org.apache.kafka.connect.runtime.errors.RetryWithToleranceOperator.execAndHandleError(RetryWithToleranceOperator.java:244)
`
const EXITING = `org.apache.kafka.connect.errors.ConnectException: Exiting WorkerSinkTask due to unrecoverable exception.
\tat org.apache.kafka.connect.runtime.WorkerSinkTask.deliverMessages(WorkerSinkTask.java:632)
`

test.each([
  [
    'ClassMissing',
    `${EXITING}Caused by: java.lang.NoClassDefFoundError: org/apache/iceberg/orc/ORC
Caused by: java.lang.ClassNotFoundException: org.apache.iceberg.orc.ORC`,
  ],
  [
    'AccessDenied',
    `${EXITING}Caused by: software.amazon.awssdk.services.s3.model.S3Exception: Access Denied (Service: S3, Status Code: 403, Request ID: X)`,
  ],
  ['AccessDenied', 'org.apache.kafka.common.errors.GroupAuthorizationException: Not authorized to access group: web'],
  [
    'BucketMissing',
    `${EXITING}Caused by: software.amazon.awssdk.services.s3.model.NoSuchBucketException: The specified bucket does not exist (Service: S3, Status Code: 404)`,
  ],
  [
    'TableMissing',
    `${EXITING}Caused by: org.apache.iceberg.exceptions.NoSuchTableException: Table does not exist: a.b`,
  ],
  [
    'TopicMissing',
    `${EXITING}Caused by: org.apache.kafka.common.errors.TimeoutException: Topic control not present in metadata after 60000 ms.`,
  ],
  [
    'SettingRefused',
    'org.apache.kafka.common.config.ConfigException: Invalid value gzap for configuration compression: one of none, gzip',
  ],
  [
    'ConversionFailed',
    `${TOLERANCE}Caused by: org.apache.kafka.connect.errors.DataException: Converting byte[] to Kafka Connect data failed due to serialization error:
Caused by: org.apache.kafka.common.errors.SerializationException: com.fasterxml.jackson.core.JsonParseException: Unrecognized token 'this'`,
  ],
  ['OutOfMemory', 'java.lang.OutOfMemoryError: Java heap space\n\tat java.util.Arrays.copyOf'],
  [
    'Unreachable',
    `${EXITING}Caused by: software.amazon.awssdk.core.exception.SdkClientException: Unable to execute HTTP request: Connect to localhost:1
Caused by: java.net.ConnectException: Connection refused`,
  ],
  ['LoginRefused', 'org.apache.kafka.common.errors.SaslAuthenticationException: [x]: Access denied'],
])('GIVEN a trace of %s WHEN explained THEN it is known, with what to do', (code, trace) => {
  const found = failureCause(trace)
  expect([found.code, found.hint.length > 10, trace.includes(found.line)]).toEqual([code, true, true])
})

test('GIVEN a trace of nothing known, or none WHEN explained THEN the innermost cause is the answer', () => {
  const trace = `${EXITING}Caused by: java.lang.IllegalStateException: outer\n\tat A.b(A.java:1)\nCaused by: java.lang.IllegalArgumentException: inner\n\t... 12 more`
  expect(failureCause(trace)).toMatchObject({ code: 'Unknown', cause: 'java.lang.IllegalArgumentException: inner' })
  expect(failureCause('')).toMatchObject({ code: 'Unknown', cause: 'the worker gives no trace' })
})
