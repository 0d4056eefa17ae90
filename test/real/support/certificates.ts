import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { run } from './programs.js'

/** Files of a certificate authority and of one server certificate for 127.0.0.1 that it signed. */
export interface Certificates {
  readonly authority: string
  /** Key and certificate in one PEM file, as Kafka's `ssl.keystore.type=PEM` reads them. */
  readonly keystore: string
}

/** Makes both in the folder; the address is a DNS name too, because OpenSSL's host check looks nowhere else. */
export const makeCertificates = async (folder: string): Promise<Certificates> => {
  const at = (name: string): string => join(folder, name)
  const openssl = (...args: string[]): Promise<unknown> => run('openssl', args, { cwd: folder })
  const key = ['-newkey', 'rsa:2048', '-nodes']
  await openssl('req', '-x509', ...key, '-keyout', 'ca.key', '-out', 'ca.pem', '-subj', '/CN=test', '-days', '2')
  await openssl('req', ...key, '-keyout', 'server.key', '-out', 'server.csr', '-subj', '/CN=localhost')
  await writeFile(at('san'), 'subjectAltName=DNS:localhost,DNS:127.0.0.1,IP:127.0.0.1\n')
  const signed = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-days', '2', '-extfile', 'san']
  await openssl('x509', '-req', '-in', 'server.csr', '-out', 'server.pem', ...signed)
  const { stdout } = await run('cat', [at('server.key'), at('server.pem')])
  await writeFile(at('keystore.pem'), stdout)
  return { authority: at('ca.pem'), keystore: at('keystore.pem') }
}

/** Makes a store of the authority's certificate; gives the flags by which a JVM trusts it, and nobody else. */
export const makeTruststore = async (folder: string, authority: string): Promise<string[]> => {
  const store = join(folder, 'trusted.p12')
  const made = ['-storetype', 'PKCS12', '-storepass', 'changeit', '-keystore', store, '-file', authority]
  await run('keytool', ['-importcert', '-noprompt', '-alias', 'test', ...made])
  return [`-Djavax.net.ssl.trustStore=${store}`, '-Djavax.net.ssl.trustStorePassword=changeit']
}
