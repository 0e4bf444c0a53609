import { expect, test } from 'vitest'
import { wants } from './wants.ts'

const pull = (repository: string) =>
  ({ kind: 'pull', tenantId: 't', repository, digest: 'd', tag: null, count: 1 }) as const

test.each([
  ['*', 'acme/web', true],
  ['web', 'acme/web', true],
  ['web', 'acme/web2', false],
  ['web*', 'acme/web2', true],
  ['*api', 'acme/team/api', true],
  ['team/*', 'acme/team/api', true],
  ['a*b*c', 'acme/a-b-c', true],
  ['a*b*c', 'acme/a-c', false],
  ['ab*ba', 'acme/aba', false],
  ['', 'acme/web', false],
])('the pattern "%s" and %s: %s', (repositories, repository, expected) => {
  expect(wants({ events: ['pull'], repositories }, pull(repository))).toBe(expected)
})

test('what was not asked for is not told, and a quota has no repository', () => {
  expect(wants({ events: ['push'], repositories: '*' }, pull('acme/web'))).toBe(false)
  const quota = { kind: 'quota', tenantId: 't', level: 'warning', usedBytes: 1, limitBytes: 1 } as const
  expect(wants({ events: ['quota'], repositories: 'web' }, quota)).toBe(true)
})

test('an app in trouble is told whatever the pattern of repositories is', () => {
  const trouble = { kind: 'crash_loop', tenantId: 't', app: 'shop', message: 'm' } as const
  expect(wants({ events: ['crash_loop'], repositories: 'web' }, trouble)).toBe(true)
  expect(wants({ events: ['deploy_failed'], repositories: '*' }, trouble)).toBe(false)
})

test('a pattern of many stars takes no time', () => {
  const started = performance.now()
  expect(
    wants({ events: ['pull'], repositories: `${'*a'.repeat(100)}b` }, pull(`acme/${'a'.repeat(200)}`)),
  ).toBe(false)
  expect(performance.now() - started).toBeLessThan(100)
})
