import { expect, test } from 'vitest'
import { hashPassword, verifyPassword } from './password.ts'

test('a password opens its own hash, which keeps its parameters', async () => {
  const stored = await hashPassword('correct horse battery')
  expect(stored).toMatch(/^scrypt\$32768\$8\$3\$/)
  expect(await verifyPassword('correct horse battery', stored)).toBe(true)
  expect(await verifyPassword('correct horse batterY', stored)).toBe(false)
})

test('nobody, and somebody without a password, are never let in', async () => {
  expect(await verifyPassword('', null)).toBe(false)
  expect(await verifyPassword('', '')).toBe(false)
  expect(await verifyPassword('x', 'scrypt$1$1$1$$')).toBe(false)
})

test('however it was typed, the same characters are the same password', async () => {
  expect(await verifyPassword('pa\u0301ssword-ok', await hashPassword('p\u00e1ssword-ok'))).toBe(true)
})
