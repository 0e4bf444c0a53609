import { expect, test } from 'vitest'
import { parseManifestReference, parseRepositoryName } from './names.ts'

test('a repository belongs to its first component', () => {
  expect(parseRepositoryName('acme/team/web')).toEqual({
    full: 'acme/team/web',
    owner: 'acme',
    rest: 'team/web',
  })
})

test.each([
  'web',
  'Acme/web',
  'acme//web',
  '/acme/web',
  'acme/web/',
  'acme/../web',
  'acme/we%62',
  'acme/-web',
])('%s is not a repository name', (name) => {
  expect(() => parseRepositoryName(name)).toThrow('is not a repository name')
})

test('a name is at most 255 long', () => {
  expect(() => parseRepositoryName(`acme/${'a'.repeat(251)}`)).toThrow('is not a repository name')
  expect(parseRepositoryName(`acme/${'a'.repeat(250)}`).owner).toBe('acme')
})

test('a reference is a tag or a whole digest', () => {
  expect(parseManifestReference('v1.0')).toEqual({ tag: 'v1.0' })
  expect(() => parseManifestReference('sha256:abc')).toThrow('digest')
  expect(() => parseManifestReference('sha256:../../etc')).toThrow('digest')
  expect(() => parseManifestReference('.hidden')).toThrow('neither a tag nor a digest')
})
