/**
 * A line in CloudWatch's embedded metric format: `values` are `name: [value, unit]`, `more` is for people.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export const metricsLine = (now, dimensions, values, more = {}) =>
  JSON.stringify({
    ...more,
    ...dimensions,
    ...Object.fromEntries(Object.entries(values).map(([name, [value]]) => [name, value])),
    _aws: {
      Timestamp: now.getTime(),
      CloudWatchMetrics: [
        {
          Namespace: 'Clickstream',
          Dimensions: [Object.keys(dimensions)],
          Metrics: Object.entries(values).map(([Name, [, Unit]]) => ({ Name, Unit })),
        },
      ],
    },
  })
