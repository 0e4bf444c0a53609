import { expect, test } from 'vitest'
import { parseScopes } from './scope.ts'

test('actions come in any order, repeated scopes are joined', () => {
  expect(parseScopes(['repository:acme/web:push,pull', 'repository:acme/web:delete'])).toEqual([
    { name: 'acme/web', actions: ['pull', 'push', 'delete'] },
  ])
})

test('one parameter may hold several scopes', () => {
  expect(parseScopes(['repository:a/b:pull repository:c/d:pull,push'])).toEqual([
    { name: 'a/b', actions: ['pull'] },
    { name: 'c/d', actions: ['pull', 'push'] },
  ])
})

test('a star means every action', () => {
  expect(parseScopes(['repository:a/b:*'])[0]?.actions).toEqual(['pull', 'push', 'delete'])
})

test('what is not a repository scope is left out', () => {
  expect(parseScopes(['registry:catalog:*', 'repository:a/b', '', 'repository:a/b:fly', 'x'])).toEqual([
    { name: 'a/b', actions: [] },
  ])
})
