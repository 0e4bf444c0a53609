import { expect, test } from 'vitest'
import { createShortCache } from './short-cache.ts'

test('an answer is believed for a moment, a failure is not', async () => {
  let now = 0
  let asked = 0
  const cache = createShortCache<number>({ ttlMs: 100, clock: { now: () => new Date(now) } })
  const load = async () => ++asked
  expect([await cache.get('a', load), await cache.get('a', load)]).toEqual([1, 1])
  now = 100
  expect(await cache.get('a', load)).toBe(2)
  await expect(cache.get('b', () => Promise.reject(new Error('away')))).rejects.toThrow('away')
  expect(await cache.get('b', load)).toBe(3)
})

test('many who ask at once are answered by one question', async () => {
  let asked = 0
  const cache = createShortCache<number>({ ttlMs: 100, clock: { now: () => new Date() } })
  const answers = await Promise.all([1, 2, 3].map(() => cache.get('a', async () => ++asked)))
  expect(answers).toEqual([1, 1, 1])
})
