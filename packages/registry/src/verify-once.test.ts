import { expect, test } from 'vitest'
import { verifyOnce } from './verify-once.ts'

test('a token is verified once, again when it has ended, and a refusal is not remembered', async () => {
  let now = new Date(0)
  const seen: string[] = []
  const verify = verifyOnce({ now: () => now }, async (token) => {
    seen.push(token)
    if (token === 'forged') throw new Error('not valid')
    return { subject: token, expiresAt: new Date(1000) }
  })
  expect((await verify('a')).subject).toBe('a')
  expect((await verify('a')).subject).toBe('a')
  await expect(verify('forged')).rejects.toThrow('not valid')
  await expect(verify('forged')).rejects.toThrow('not valid')
  now = new Date(1000)
  await verify('a')
  expect(seen).toEqual(['a', 'forged', 'forged', 'a'])
})
