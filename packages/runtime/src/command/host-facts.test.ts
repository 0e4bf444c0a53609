import { expect, test } from 'vitest'
import { parseBounding } from './host-facts.ts'

test('the bounding set is read in full', () => {
  expect(parseBounding('CapEff:\t0000000000000001\nCapBnd:\t000001fffeffffff\nCapAmb:\t0\n')).toBe(
    0x1fffeffffffn,
  )
  expect(parseBounding('')).toBe(0n)
})
