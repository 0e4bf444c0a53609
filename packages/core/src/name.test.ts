import { expect, test } from 'vitest'
import { isName, parseName } from './name.ts'

test('a name is 2 to 32 of a-z, 0-9 and single dashes', () => {
  expect(['ab', 'a-b', '0a', 'a'.repeat(32)].every(isName)).toBe(true)
  expect(['a', '-a', 'a-', 'a--b', 'A1', 'a_b', 'a.b', 'a'.repeat(33), ''].some(isName)).toBe(false)
})

test('a reserved name is refused by saying so', () => {
  expect(() => parseName('tenant', 'library')).toThrow('tenant name "library" is reserved')
})
