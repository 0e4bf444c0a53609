import { expect, test } from 'vitest'
import { safeNext } from './safe-next.ts'

test('a path of this site is followed, anything else is not', () => {
  expect(safeNext('/t/team/apps/hello')).toBe('/t/team/apps/hello')
  expect(safeNext('/s/sbx_a?at=%2Fa#b')).toBe('/s/sbx_a?at=%2Fa#b')
  for (const bad of [
    null,
    '',
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    '/\t/evil.example',
    '/\n\\evil.example',
    '/a/..//evil.example',
    '/..//evil.example',
    'javascript:alert(1)',
  ]) {
    expect(safeNext(bad)).toBe('/')
  }
})
