// Jest raises this to 100. The CDK takes a stack for every resource, and property tests catch thousands of errors.
Error.stackTraceLimit = 10
