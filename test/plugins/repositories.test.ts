import { describe, expect, test } from '@jest/globals'
import { repositories } from '../../src/plugins/repositories.js'

const of = (text?: string) => repositories({ CLICKSTREAM_MAVEN_REPOSITORIES: text }).map(({ url }) => url.href)

describe('repositories', () => {
  test('GIVEN none, or only spaces WHEN asked THEN it is Maven Central, by HTTPS', () => {
    expect([of(), of('  ')].flat().map((url) => new URL(url).protocol)).toEqual(['https:', 'https:'])
  })

  test('GIVEN several, with commas and spaces WHEN asked THEN each ends with a slash, in their order', () => {
    expect(of('https://a.example/m2, http://b.example/m2/?x#y\nfile:///srv/m2')).toEqual([
      'https://a.example/m2/',
      'http://b.example/m2/',
      'file:///srv/m2/',
    ])
  })

  test.each(['ftp://example.org/m2', 'central', 'C:\\m2', 'https://', 'x://user:s3cret@example.org/'])(
    'GIVEN the repository %j WHEN asked THEN InvalidRepository with exit code 2, and no password in it',
    (url) => {
      expect(() => of(url)).toThrow(expect.objectContaining({ code: 'InvalidRepository', exitCode: 2 }))
      expect(() => of(url)).not.toThrow(/s3cret/)
    },
  )
})
