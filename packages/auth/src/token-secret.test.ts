import { Secret } from '@berth/core'
import { expect, test } from 'vitest'
import { createTokenHasher } from './token-secret.ts'

test('a secret matches its own hash, under its own pepper, and nothing else', () => {
  const hasher = createTokenHasher(new Secret('p'.repeat(43)))
  const other = createTokenHasher(new Secret('q'.repeat(43)))
  const hash = hasher.hash('secret')
  expect(hash).toHaveLength(32)
  expect(hasher.matches('secret', hash)).toBe(true)
  expect(hasher.matches('Secret', hash)).toBe(false)
  expect(other.matches('secret', hash)).toBe(false)
  expect(hasher.matches('secret', new Uint8Array(32))).toBe(false)
  expect(hasher.matches('secret', new Uint8Array(0))).toBe(false)
})
