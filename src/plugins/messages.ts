import type { MessageKind } from '../report/message.js'

/** A transfer broke, or a repository asked for patience; it goes on. */
export const DOWNLOAD_RETRIED: MessageKind<{ url: string; reason: string; pauseMs: number }> = {
  code: 'PLUGINS_W1000',
  level: 'warning',
  text: ({ url, reason, pauseMs }, style) =>
    style.yellow(`${url}: ${reason}; once more in ${(pauseMs / 1000).toFixed(1)} s`),
}

/** A file of the cache is not what it was, and is downloaded again. */
export const CACHE_DAMAGED: MessageKind<{ file: string; name: string }> = {
  code: 'PLUGINS_W1001',
  level: 'warning',
  text: ({ file, name }, style) => style.yellow(`${name} is damaged in the cache and is downloaded again (${file})`),
}

/** A repository has other bytes under the coordinates than the lock; the next one is asked. */
export const REPOSITORY_DIFFERS: MessageKind<{ url: string; found: string }> = {
  code: 'PLUGINS_W1002',
  level: 'warning',
  text: ({ url, found }, style) => style.yellow(`${url} is not the file of the lock (${found}) and is not used`),
}
