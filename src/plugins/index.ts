export { buildPlugin } from './build-plugin.js'
