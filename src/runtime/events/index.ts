export { newestEvents, type NewestEvents, type StoredEvent } from './newest-events.js'
