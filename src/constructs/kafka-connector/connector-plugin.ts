import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Stack } from 'aws-cdk-lib/core'
import * as kafkaconnect from 'aws-cdk-lib/aws-kafkaconnect'
import { Asset } from 'aws-cdk-lib/aws-s3-assets'
import type { Construct } from 'constructs'
import { ClickstreamError } from '../../errors.js'
import { shared } from '../platform/shared-scope.js'
import { contentName } from './content-name.js'

/** A connector's code, as it is bound to the stack of its first connector. */
export interface BoundPlugin {
  readonly customPluginArn: string
  readonly revision: number
  /** Changes with the code: connectors of other code have other names. */
  readonly identity: string
}

/** Folder of the locks in this package, from `src/` and from `dist/` alike. */
const LOCKS = new URL('../../../connect/locks/', import.meta.url)

/** The code that a connector runs: a ZIP made from a lock at deployment, somebody's own ZIP, or a custom plugin that exists. */
export abstract class ConnectorPlugin {
  /**
   * A plugin of this package. Synth downloads and builds nothing: `cdk deploy` runs `clickstream plugins build <lock>`, and
   * the same lock always gives the same ZIP.
   *
   * @throws `PluginLockNotFound` where the package has no lock of this name
   */
  static fromLock(lock: string): ConnectorPlugin {
    return new LockedPlugin(lock, digestOf(lock))
  }

  /**
   * A ZIP or jar on this machine, or an asset that is one, uploaded at deployment: other code is another plugin.
   *
   * @throws `PluginFileNotFound`, when the connector is made, where there is no such file
   */
  static fromZip(zip: string | Asset): ConnectorPlugin {
    return new ZippedPlugin(zip)
  }

  /** A custom plugin of the account. */
  static fromArn(customPluginArn: string, revision = 1): ConnectorPlugin {
    return new ExistingPlugin({ customPluginArn, revision, identity: `${customPluginArn}:${revision}` })
  }

  /** Makes the plugin in this stack, once, and gives what a connector refers to. */
  abstract bind(scope: Construct): BoundPlugin
}

class ExistingPlugin extends ConnectorPlugin {
  constructor(private readonly bound: BoundPlugin) {
    super()
  }

  override bind(): BoundPlugin {
    return this.bound
  }
}

class LockedPlugin extends ConnectorPlugin {
  constructor(
    private readonly lock: string,
    private readonly digest: string,
  ) {
    super()
  }

  override bind(scope: Construct): BoundPlugin {
    const plugin = shared(scope, 'Plugins', this.lock, (plugins) => this.make(plugins))
    return { customPluginArn: plugin.ref, revision: plugin.attrRevision, identity: plugin.name }
  }

  private make(scope: Construct): kafkaconnect.CfnCustomPlugin {
    const stack = Stack.of(scope)
    const zip = stack.synthesizer.addFileAsset({
      executable: ['npx', '--no-install', 'clickstream', 'plugins', 'build', this.lock],
      sourceHash: this.digest,
      displayName: `Kafka Connect plugin ${this.lock}`,
    })
    const s3Location = {
      bucketArn: stack.formatArn({ service: 's3', region: '', account: '', resource: zip.bucketName }),
      fileKey: zip.objectKey,
    }
    return customPlugin(scope, this.lock, 'ZIP', s3Location)
  }
}

class ZippedPlugin extends ConnectorPlugin {
  constructor(private readonly zip: string | Asset) {
    super()
  }

  override bind(scope: Construct): BoundPlugin {
    const { zip } = this
    const own = typeof zip === 'string' ? undefined : zip
    const path = own?.assetPath ?? String(zip)
    const name = own?.node.id ?? basename(path).replace(/\.(?:zip|jar)$/i, '')
    // The same file is one plugin; two files of one name are two.
    const id = `${name}-${own?.assetHash ?? digest(path)}`
    const plugin = shared(scope, 'Plugins', id, (plugins) => {
      const asset = own ?? new Asset(plugins, `${id}-file`, { path })
      const s3Location = { bucketArn: asset.bucket.bucketArn, fileKey: asset.s3ObjectKey }
      return customPlugin(plugins, id, /\.jar$/i.test(path) ? 'JAR' : 'ZIP', s3Location, name)
    })
    return { customPluginArn: plugin.ref, revision: plugin.attrRevision, identity: plugin.name }
  }
}

function customPlugin(
  scope: Construct,
  id: string,
  contentType: 'ZIP' | 'JAR',
  s3Location: kafkaconnect.CfnCustomPlugin.S3LocationProperty,
  name = id,
): kafkaconnect.CfnCustomPlugin {
  const stack = Stack.of(scope)
  return new kafkaconnect.CfnCustomPlugin(scope, id, {
    // All properties are create-only: new code, or another bucket, is a new plugin under a new name.
    name: contentName(stack, `${stack.stackName}-${name}`, s3Location),
    contentType,
    location: { s3Location },
  })
}

function digest(path: string): string {
  try {
    return createHash('sha256').update(readFileSync(path)).digest('hex').slice(0, 8)
  } catch (cause) {
    throw new ClickstreamError(`there is no plugin file ${JSON.stringify(path)}`, {
      code: 'PluginFileNotFound',
      hint: 'give the path of a ZIP with the jars of one plugin, or of a jar',
      exitCode: 3,
      cause,
    })
  }
}

function digestOf(lock: string): string {
  try {
    const file = fileURLToPath(new URL(`${lock}.lock.json`, LOCKS))
    return createHash('sha256').update(readFileSync(file)).digest('hex')
  } catch (cause) {
    throw new ClickstreamError(`there is no plugin lock ${JSON.stringify(lock)}`, {
      code: 'PluginLockNotFound',
      hint: 'this package has s3-json-sink and iceberg-sink; another plugin comes in by ConnectorPlugin.fromZip or fromArn',
      cause,
    })
  }
}
