export { connectorHealth, type ConnectorHealth } from './connector-health.js'
export { deadLetters, type DeadLetter } from './dead-letters.js'
export { pauseConnector, resumeConnector } from './pause-connector.js'
export { restartConnector, startConnector, type StartConnectorOptions } from './start-connector.js'
