import { expect, test } from 'vitest'
import { parseGitAddress } from './git-address.ts'

test('tenant and app, with .git or without', () => {
  expect(parseGitAddress('acme/web.git')).toEqual({ tenant: 'acme', app: 'web' })
  expect(parseGitAddress('acme/web')).toEqual({ tenant: 'acme', app: 'web' })
})

test.each([
  'acme',
  'acme/',
  '/acme/web.git',
  'acme/web.git/',
  '../acme/web',
  'acme/../web',
  'acme/web$(id)',
  "acme/web';id;'",
  'acme/web\nid',
  'acme/we--b',
  'acme/-web',
  'acme/web.git.git',
  'Acme/web',
  'acme/web%2e',
  `acme/${'a'.repeat(33)}`,
])('%j is no address', (path) => expect(parseGitAddress(path)).toBeUndefined())
