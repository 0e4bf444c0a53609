import { expect, test } from 'vitest'
import { hashPassword, senderOf, verifyPassword } from './password.ts'

test('a password opens its own hash, which keeps its parameters', async () => {
  const stored = await hashPassword('correct horse battery', 'me')
  expect(stored).toMatch(/^scrypt\$32768\$8\$3\$/)
  expect(await verifyPassword('correct horse battery', stored, 'me')).toBe(true)
  expect(await verifyPassword('correct horse batterY', stored, 'me')).toBe(false)
})

test('nobody, and somebody without a password, are never let in', async () => {
  expect(await verifyPassword('', null, 'me')).toBe(false)
  expect(await verifyPassword('', '', 'me')).toBe(false)
  expect(await verifyPassword('x', 'scrypt$1$1$1$$', 'me')).toBe(false)
})

test('however it was typed, the same characters are the same password', async () => {
  expect(await verifyPassword('pa\u0301ssword-ok', await hashPassword('p\u00e1ssword-ok', 'me'), 'me')).toBe(
    true,
  )
})

/** As a hash, and costs next to nothing. */
const CHEAP = 'scrypt$1024$8$1$c2FsdA$aGFzaA'

test('who asks sixty times at once lets somebody else wait for next to none of them', async () => {
  let done = 0
  const many = Array.from({ length: 60 }, async () => {
    await verifyPassword('guess', CHEAP, 'greedy')
    done++
  })
  await verifyPassword('mine', CHEAP, 'me')
  expect(done).toBeLessThan(10)
  await Promise.all(many)
})

test('more than a class at once from one sender are told to come again, and others are not', async () => {
  const asked = Array.from({ length: 110 }, () => verifyPassword('guess', CHEAP, 'greedy'))
  const other = verifyPassword('mine', CHEAP, 'me')
  const ends = await Promise.allSettled(asked)
  const refused = ends.filter((end) => end.status === 'rejected').map(({ reason }) => reason)
  expect(refused).toHaveLength(8)
  expect(refused[0]).toMatchObject({ code: 'auth.too_many_attempts', details: { retryAfterSeconds: 5 } })
  expect(await other).toBe(false)
})

test('addresses of one household are one sender', () => {
  expect(senderOf('2001:db8::1', 'a@b.c')).toBe(senderOf('2001:db8::2', 'c@d.e'))
  expect(senderOf(null, 'a@b.c')).toBe('a@b.c')
})
