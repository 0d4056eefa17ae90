export { makeTopics, type MadeTopics, type TopicChange } from './make-topics.js'
export { validateTopics } from './validate-topics.js'
