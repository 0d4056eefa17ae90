export { understand } from './understand.js'
export type { DraftView, Intent, Statement, TurnUnderstanding } from './types.js'
