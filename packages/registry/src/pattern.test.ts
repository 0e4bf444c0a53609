import { expect, test } from 'vitest'
import { fits } from './pattern.ts'

test.each([
  ['*', 'anything', true],
  ['', '', true],
  ['v1', 'v1', true],
  ['v1', 'v10', false],
  ['v*', 'v', true],
  ['v*', 'latest', false],
  ['*-rc*', 'v1-rc.2', true],
  ['*-rc', 'v1-rc.2', false],
  ['a*a', 'a', false],
  ['a*b*c', 'a-b-b-c', true],
  ['a*b*c', 'a-c-b', false],
  ['v1.2', 'v1x2', false],
  ['web/*', 'web/api', true],
])('%s fits %s: %s', (pattern, name, expected) => {
  expect(fits(pattern, name)).toBe(expected)
})

test('a hostile pattern takes no time', () => {
  const started = performance.now()
  expect(fits(`${'*a'.repeat(64)}b`, 'a'.repeat(128))).toBe(false)
  expect(performance.now() - started).toBeLessThan(1000)
})
