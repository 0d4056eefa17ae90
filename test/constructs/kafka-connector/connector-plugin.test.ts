import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { App, Stack } from 'aws-cdk-lib/core'
import { Asset } from 'aws-cdk-lib/aws-s3-assets'
import { Capacity, ConnectorPlugin, ConnectWorkers, KafkaConnector } from '../../../src/constructs/index.js'
import { propertiesOf, resourcesOf, testKafka, testStack, testVpc } from '../support.js'

const workers = (stack: Stack): ConnectWorkers =>
  new ConnectWorkers(stack, 'Workers', { ...testVpc(stack), name: 'web', kafka: testKafka(stack) })

function connector(stack: Stack, plugin: ConnectorPlugin, id = 'Sink', shared = workers(stack)): KafkaConnector {
  return new KafkaConnector(stack, id, {
    workers: shared,
    connectorName: 'sink',
    plugin,
    configuration: { 'connector.class': 'x.Y' },
    capacity: Capacity.provisioned({ mcu: 1, workers: 1 }),
  })
}

describe('ConnectorPlugin', () => {
  test('from a lock is a file asset that is built at deployment, and named after it and the bucket that it goes to', () => {
    // GIVEN
    const digest = createHash('sha256').update(readFileSync('connect/locks/s3-json-sink.lock.json')).digest('hex')
    // WHEN
    const stack = testStack()
    connector(stack, ConnectorPlugin.fromLock('s3-json-sink'))
    // THEN
    const nameOf = (stack: Stack) => propertiesOf(stack, 'AWS::KafkaConnect::CustomPlugin').Name
    const elsewhere = new App({ context: { '@aws-cdk/core:bootstrapQualifier': 'lz0123' } })
    const other = new Stack(elsewhere, 'Test', { env: { region: 'us-east-1' } })
    connector(other, ConnectorPlugin.fromLock('s3-json-sink'))
    expect(nameOf(other)).not.toBe(nameOf(stack))
    expect(propertiesOf(stack, 'AWS::KafkaConnect::CustomPlugin')).toEqual({
      Name: expect.stringMatching(/^Test-s3-json-sink-[0-9a-f]{8}$/),
      ContentType: 'ZIP',
      Location: {
        S3Location: {
          BucketArn: {
            'Fn::Join': [
              '',
              [
                'arn:',
                { Ref: 'AWS::Partition' },
                ':s3:::',
                { 'Fn::Sub': 'cdk-hnb659fds-assets-${AWS::AccountId}-us-east-1' },
              ],
            ],
          },
          FileKey: digest,
        },
      },
    })
    const assembly = stack.node.root as App
    const { directory } = assembly.synth()
    const { files } = JSON.parse(readFileSync(`${directory}/Test.assets.json`, 'utf8')) as {
      files: Record<string, { source: unknown }>
    }
    expect(files[digest]?.source).toEqual({
      executable: ['npx', '--no-install', 'clickstream', 'plugins', 'build', 's3-json-sink'],
    })
  })

  test('from a ZIP is an asset; the same file is one plugin, another one another', () => {
    // GIVEN
    const folder = mkdtempSync(join(tmpdir(), 'clickstream-plugin-'))
    const zip = (name: string, text: string): string => {
      writeFileSync(join(folder, name), text)
      return join(folder, name)
    }
    const stack = testStack()
    const shared = workers(stack)
    // WHEN
    const plugins = [
      ConnectorPlugin.fromZip(zip('aiven.zip', 'one')),
      ConnectorPlugin.fromZip(join(folder, 'aiven.zip')),
      ConnectorPlugin.fromZip(zip('other.jar', 'two')),
      ConnectorPlugin.fromZip(new Asset(stack, 'Own', { path: zip('own.zip', 'three') })),
    ]
    plugins.forEach((plugin, index) => connector(stack, plugin, `Sink${index}`, shared))
    rmSync(folder, { recursive: true })
    // THEN
    expect(resourcesOf(stack, 'AWS::KafkaConnect::CustomPlugin').map(({ Properties }) => Properties)).toEqual(
      [
        ['aiven', 'ZIP'],
        ['other', 'JAR'],
        ['Own', 'ZIP'],
      ].map(([name, ContentType]) =>
        expect.objectContaining({ Name: expect.stringMatching(`^Test-${name}-[0-9a-f]{8}$`), ContentType }),
      ),
    )
    expect(() => connector(stack, ConnectorPlugin.fromZip('no-such.zip'), 'Other', shared)).toThrow(
      expect.objectContaining({ code: 'PluginFileNotFound' }),
    )
  })

  test('needs a lock of this package', () => {
    expect(() => ConnectorPlugin.fromLock('../secrets')).toThrow(
      expect.objectContaining({ code: 'PluginLockNotFound' }),
    )
  })
})
