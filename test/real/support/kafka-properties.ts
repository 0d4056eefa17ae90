import { join } from 'node:path'

/** How clients of a listener prove who they are; the names are those of the spec's `kafka.auth`. */
export type Auth = 'none' | 'tls' | 'scram' | 'iam'

/** A listener for clients: where the broker listens, and where it tells clients to connect. */
export interface Listener {
  readonly auth: Auth
  readonly port: number
  readonly advertised: number
}

export interface Node {
  readonly id: number
  readonly folder: string
  readonly controller: number
  /** Plain text, never behind a proxy: for the brokers among themselves, for the admin client and for reading back. */
  readonly direct: number
  readonly listeners: readonly Listener[]
}

const PROTOCOLS = { none: 'PLAINTEXT', tls: 'SSL', scram: 'SASL_SSL', iam: 'SASL_SSL' } as const

const LOGIN = 'org.apache.kafka.common.security'

const security: Readonly<Record<Auth, Readonly<Record<string, string>>>> = {
  none: {},
  tls: {},
  scram: {
    'sasl.enabled.mechanisms': 'SCRAM-SHA-512',
    'scram-sha-512.sasl.jaas.config': `${LOGIN}.scram.ScramLoginModule required;`,
  },
  iam: {
    'sasl.enabled.mechanisms': 'OAUTHBEARER',
    'oauthbearer.sasl.jaas.config': `${LOGIN}.oauthbearer.OAuthBearerLoginModule required;`,
    'oauthbearer.sasl.server.callback.handler.class': 'PresignedUrlValidator',
  },
}

/** The node's server.properties; `keystore` is needed by every listener but `none`. */
export const serverProperties = (node: Node, nodes: readonly Node[], keystore: string | undefined): string => {
  const own = node.listeners.filter(({ port }) => port !== node.direct)
  const name = ({ auth }: Listener): string => `C_${auth.toUpperCase()}`
  const replicas = Math.min(3, nodes.length)
  const values: Record<string, string | number | boolean> = {
    'process.roles': 'broker,controller',
    'node.id': node.id,
    listeners: [
      `DIRECT://127.0.0.1:${node.direct}`,
      `CONTROLLER://127.0.0.1:${node.controller}`,
      ...own.map((listener) => `${name(listener)}://127.0.0.1:${listener.port}`),
    ].join(','),
    'advertised.listeners': [
      `DIRECT://127.0.0.1:${node.direct}`,
      ...own.map((listener) => `${name(listener)}://127.0.0.1:${listener.advertised}`),
    ].join(','),
    'inter.broker.listener.name': 'DIRECT',
    'controller.listener.names': 'CONTROLLER',
    'listener.security.protocol.map': [
      'DIRECT:PLAINTEXT',
      'CONTROLLER:PLAINTEXT',
      ...own.map((listener) => `${name(listener)}:${PROTOCOLS[listener.auth]}`),
    ].join(','),
    'controller.quorum.voters': nodes.map(({ id, controller }) => `${id}@127.0.0.1:${controller}`).join(','),
    'offsets.topic.replication.factor': replicas,
    'transaction.state.log.replication.factor': replicas,
    'transaction.state.log.min.isr': 1,
    'auto.create.topics.enable': false,
    'delete.topic.enable': true,
    // A killed broker may only come back when the controller has given up its last life; the default is 9 s.
    'broker.session.timeout.ms': 6000,
    'broker.heartbeat.interval.ms': 1000,
    // A small machine runs three of them.
    'num.network.threads': 2,
    'num.io.threads': 2,
    'log.cleaner.enable': false,
    'log.dirs': join(node.folder, 'data'),
  }
  for (const listener of own) {
    const prefix = `listener.name.${name(listener).toLowerCase()}`
    for (const [key, value] of Object.entries(security[listener.auth])) values[`${prefix}.${key}`] = value
    if (listener.auth === 'none' || keystore === undefined) continue
    values[`${prefix}.ssl.keystore.type`] = 'PEM'
    values[`${prefix}.ssl.keystore.location`] = keystore
  }
  return Object.entries(values)
    .map(([key, value]) => `${key}=${value}\n`)
    .join('')
}
