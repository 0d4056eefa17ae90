import { GetQueryExecutionCommand, GetQueryResultsCommand, StartQueryExecutionCommand } from '@aws-sdk/client-athena'
import { setTimeout as sleep } from 'node:timers/promises'

const POLL_MS = 500
/** Longest wait for a query; the function itself has two minutes for two of them. */
const PATIENCE_MS = 45_000

/** Runs SQL in the workgroup and gives the rows, each as its fields' texts. */
export const athenaQuery = (client, workGroup) => async (sql) => {
  const { QueryExecutionId } = await client.send(
    new StartQueryExecutionCommand({ QueryString: sql, WorkGroup: workGroup }),
  )
  const until = Date.now() + PATIENCE_MS
  for (;;) {
    const { QueryExecution } = await client.send(new GetQueryExecutionCommand({ QueryExecutionId }))
    const { State, StateChangeReason } = QueryExecution.Status
    if (State === 'SUCCEEDED') break
    if (State === 'FAILED' || State === 'CANCELLED')
      throw new Error(`query ${State}: ${StateChangeReason ?? 'no reason'}`)
    if (Date.now() > until) throw new Error(`query ${QueryExecutionId} is ${State} after ${PATIENCE_MS / 1000} s`)
    await sleep(POLL_MS)
  }
  const { ResultSet } = await client.send(new GetQueryResultsCommand({ QueryExecutionId }))
  // The first row holds the columns' names.
  return ResultSet.Rows.slice(1).map(({ Data }) => Data.map(({ VarCharValue }) => VarCharValue))
}
