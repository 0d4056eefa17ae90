/** The innermost message: the client wraps what a broker answers. */
export function brokerSaid(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return brokerSaid(error.errors[0])
  if (error instanceof Error) return error.cause instanceof Error ? brokerSaid(error.cause) : error.message
  return String(error)
}
