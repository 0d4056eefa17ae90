import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch'

/** Metrics that one alarm can look at. Source: CloudWatch user guide, "Using math expressions with CloudWatch metrics". */
const METRICS_PER_ALARM = 10

/** The largest of some metrics, as many as an alarm can look at; the ends of the names of these alarms are '', '2', '3' … */
export function largestOf(
  metrics: readonly cloudwatch.IMetric[],
): { readonly end: string; readonly metric: cloudwatch.MathExpression }[] {
  const parts = Array.from({ length: Math.ceil(metrics.length / METRICS_PER_ALARM) }, (_, index) =>
    metrics.slice(index * METRICS_PER_ALARM, (index + 1) * METRICS_PER_ALARM),
  )
  return parts.map((part, index) => ({
    end: index === 0 ? '' : String(index + 1),
    metric: new cloudwatch.MathExpression({
      expression: `MAX([${part.map((_, at) => `m${at}`).join(', ')}])`,
      usingMetrics: Object.fromEntries(part.map((metric, at) => [`m${at}`, metric])),
    }),
  }))
}
