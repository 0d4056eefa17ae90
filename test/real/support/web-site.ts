import { build } from 'esbuild'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { fileURLToPath } from 'node:url'

/** A web site of its own port, and so of its own origin. */
export interface WebSite {
  readonly origin: string
  remove(): Promise<void>
}

/** The AWS Clickstream web SDK as a script for a page, which npm does not carry: bundled, and not changed. */
export const sdkScript = async (): Promise<string> => {
  const { outputFiles } = await build({
    stdin: {
      contents: "export * from '@aws/clickstream-web'",
      resolveDir: fileURLToPath(new URL('.', import.meta.url)),
    },
    bundle: true,
    platform: 'browser',
    format: 'iife',
    globalName: 'clickstream',
    define: { global: 'globalThis' },
    write: false,
    logLevel: 'silent',
  })
  return outputFiles[0]?.text ?? ''
}

/** Serves one page, at every path but /sdk.js, that loads the script. */
export const startWebSite = async (script: string): Promise<WebSite> => {
  const page = '<!doctype html><meta charset="utf-8"><title>Shop</title><script src="/sdk.js"></script><h1>Shop</h1>'
  const server = createServer(({ url }, response) => {
    const [type, text] = url === '/sdk.js' ? ['text/javascript', script] : ['text/html', page]
    response.writeHead(200, { 'content-type': `${type}; charset=utf-8` }).end(text)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  return {
    origin: `http://127.0.0.1:${typeof address === 'object' ? address?.port : address}`,
    remove: async () => {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}
