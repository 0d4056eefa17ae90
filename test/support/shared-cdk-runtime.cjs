/* eslint-disable @typescript-eslint/no-require-imports */
'use strict'
// The runtime of the unit tests: the CDK is loaded once a worker in place of once a test file, which was a third of their time.
const { default: Runtime } = require('jest-runtime')

const SHARED = /\/node_modules\/(?:aws-cdk-lib|constructs|cdk-nag)\//
const SWITCH = 'CDK_VALIDATION'

Error.stackTraceLimit = 10
const printed = console.error

module.exports = class extends Runtime {
  constructor(config, environment, ...others) {
    super(config, environment, ...others)
    // A test that mocks what is printed means what the CDK prints, too.
    console.error = (...words) => {
      const { error } = environment.global.console ?? {}
      return error?._isMockFunction === true ? error(...words) : printed(...words)
    }
    // A test file has an environment of its own, and the CDK outside of it reads this process's.
    delete process.env[SWITCH]
    const outside = (name) => (name === SWITCH ? process.env : undefined)
    environment.global.process.env = new Proxy(environment.global.process.env, {
      get: (own, name) => (outside(name) ?? own)[name],
      set: (own, name, value) => Reflect.set(outside(name) ?? own, name, value),
      deleteProperty: (own, name) => Reflect.deleteProperty(outside(name) ?? own, name),
    })
  }

  requireModuleOrMock(from, moduleName) {
    return SHARED.test(moduleName) ? require(moduleName) : super.requireModuleOrMock(from, moduleName)
  }
}
