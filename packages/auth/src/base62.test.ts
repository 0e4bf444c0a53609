import { expect, test } from 'vitest'
import { encodeUint32, randomBase62 } from './base62.ts'

test('numbers of 32 bits take six characters', () => {
  expect([0, 61, 62, 0xffff_ffff].map(encodeUint32)).toEqual(['000000', '00000z', '000010', '4gfFC3'])
})

test('random text has its length and all of its letters', () => {
  const text = randomBase62(5_000)
  expect(text).toMatch(/^[0-9A-Za-z]{5000}$/)
  expect(new Set(text).size).toBe(62)
})
