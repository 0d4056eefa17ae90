import { createHash } from 'node:crypto'
import { RemovalPolicy, Stack } from 'aws-cdk-lib/core'
import * as glue from 'aws-cdk-lib/aws-glue'
import type { Construct } from 'constructs'
import { isKnown } from '../platform/check-props.js'
import { shared } from '../platform/shared-scope.js'

/** The Glue database of this name, once in a stack; it outlives the stack. */
export function glueDatabase(scope: Construct, name: string): glue.CfnDatabase {
  return shared(scope, 'Databases', isKnown(name) ? name : idOf(scope, name), (databases) => {
    const database = new glue.CfnDatabase(databases, isKnown(name) ? name : idOf(scope, name), {
      catalogId: Stack.of(scope).account,
      databaseInput: { name },
    })
    database.applyRemovalPolicy(RemovalPolicy.RETAIN)
    return database
  })
}

/** A token cannot be an id; what it resolves to is the same for the same name. */
function idOf(scope: Construct, token: string): string {
  const text = JSON.stringify(Stack.of(scope).resolve(token))
  return `Named${createHash('sha256').update(text).digest('hex').slice(0, 8)}`
}
