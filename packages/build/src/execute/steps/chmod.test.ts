import { expect, test } from 'vitest'
import { chmodOf } from './chmod.ts'

const symbolic = (text: string, mode: number, isFolder = false) =>
  chmodOf({ kind: 'symbolic', text }, mode, isFolder).toString(8)

test.each([
  ['u=rwX,go=rX', 0o600, '644'],
  ['u=rwX,go=rX', 0o700, '755'],
  ['a+x', 0o644, '755'],
  ['+x', 0o644, '755'],
  ['go-r', 0o644, '600'],
  ['g=u', 0o640, '660'],
  ['o=', 0o647, '640'],
  ['u+s,g+s', 0o755, '6755'],
  ['+t', 0o755, '1755'],
  ['u=rw,g=u-w', 0o700, '640'],
])('%s makes of %i %s', (text, mode, expected) => {
  expect(symbolic(text, mode)).toBe(expected)
})

test('X is for folders, and = leaves them their special bits', () => {
  expect(symbolic('a=rX', 0o700, true)).toBe('555')
  expect(symbolic('g=rx', 0o2750, true)).toBe('2750')
  expect(symbolic('g=rx', 0o2750)).toBe('750')
})

test('a number is the mode, and no rule leaves it', () => {
  expect(chmodOf({ kind: 'octal', mode: 0o600 }, 0o755, true)).toBe(0o600)
  expect(chmodOf(null, 0o755, true)).toBe(0o755)
})
