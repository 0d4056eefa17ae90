export { buildPlugin } from './build-plugin.js'
export { pluginLockNames } from './plugin-lock.js'
export { verifyPlugin, type VerifiedPlugin } from './verify-plugin.js'
