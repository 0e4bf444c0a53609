import { expect, test } from 'vitest'
import { hideSecrets, longestSecret } from './hide-secrets.ts'

const hide = (text: string, ...values: string[]) => hideSecrets(Buffer.from(text), values).toString()

test('a secret value becomes stars of its length, wherever and however often it stands', () => {
  expect(hide('a=hunter22222 b=hunter22222', 'hunter22222')).toBe('a=*********** b=***********')
})

test('a short value is left: it would hide ordinary words', () => {
  expect(hide('the cat sat', 'cat')).toBe('the cat sat')
})

test('the longer of two values that contain each other is hidden whole', () => {
  expect(hide('abcdefghijkl', 'abcdefgh', 'abcdefghijkl')).toBe('************')
})

test('a key of several lines is hidden line by line', () => {
  expect(hide('x\nAAAAAAAAAA\nBBBBBBBBBB\n', 'AAAAAAAAAA\nBBBBBBBBBB')).toBe('x\n**********\n**********\n')
})

test('what may be cut by the end of a piece is as long as the longest value', () => {
  expect(longestSecret(['short', 'a'.repeat(12), 'b'.repeat(40)])).toBe(40)
  expect(longestSecret([])).toBe(0)
})
