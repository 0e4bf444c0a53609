import { expect, test } from 'vitest'
import { createBytesCache } from './bytes-cache.ts'

test('what was used last stays when there is no room for all', () => {
  const cache = createBytesCache(8 * 300)
  for (let i = 0; i < 8; i++) cache.set(String(i), new Uint8Array(100))
  cache.get('0')
  cache.set('new', new Uint8Array(100))
  expect([cache.get('0')?.length, cache.get('1'), cache.get('new')?.length]).toEqual([100, undefined, 100])
})

test('one that would drive all others out is not kept', () => {
  const cache = createBytesCache(80)
  cache.set('large', new Uint8Array(11))
  expect(cache.get('large')).toBeUndefined()
})

test('it keeps the bytes, and not the buffer that they lay in', () => {
  const cache = createBytesCache(1000)
  cache.set('part', Buffer.alloc(1000).subarray(0, 5))
  expect(cache.get('part')?.buffer.byteLength).toBe(5)
})
