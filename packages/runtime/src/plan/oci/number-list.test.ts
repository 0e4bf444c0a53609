import { expect, test } from 'vitest'
import { maskOfList } from './number-list.ts'

test.each([
  ['0', [1]],
  ['0-3,7', [0x8f]],
  ['8', [0, 1]],
])('%s is a bit mask, lowest byte first', (list, bytes) => {
  const mask = maskOfList(list)
  expect([...mask.subarray(0, bytes.length)]).toEqual(bytes)
  expect(mask).toHaveLength(8)
})

test('numbers beyond a word take another one', () => {
  expect(maskOfList('64,127')).toEqual(Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0x80))
})
