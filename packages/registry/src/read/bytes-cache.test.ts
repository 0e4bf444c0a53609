import { expect, test } from 'vitest'
import { createBytesCache } from './bytes-cache.ts'

test('what was used last stays when there is no room for all', () => {
  const cache = createBytesCache(80)
  for (let i = 0; i < 8; i++) cache.set(String(i), new Uint8Array(10))
  cache.get('0')
  cache.set('new', new Uint8Array(10))
  expect([cache.get('0')?.length, cache.get('1'), cache.get('new')?.length]).toEqual([10, undefined, 10])
})

test('one that would drive all others out is not kept', () => {
  const cache = createBytesCache(80)
  cache.set('large', new Uint8Array(11))
  expect(cache.get('large')).toBeUndefined()
})
