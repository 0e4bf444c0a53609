import { expect, test } from 'vitest'
import { limitTogether, reserveOf } from './together.ts'

const GIB = 1024 ** 3
const disk = { usedBytes: 10 * GIB, freeBytes: 70 * GIB, hostBytes: 100 * GIB }

test('a host with room for the whole disk limits nothing', () => {
  expect(limitTogether({ ...disk, hostFreeBytes: 90 * GIB })).toBeNull()
})

test('what others took of the host is not there for containers, and a reserve stays', () => {
  expect(limitTogether({ ...disk, hostFreeBytes: 21 * GIB })).toBe(30 * GIB)
})

test('on a host that is full already, nothing more is written', () => {
  expect(limitTogether({ ...disk, hostFreeBytes: GIB / 2 })).toBe(10 * GIB)
})

test('a small host keeps a small reserve', () => {
  expect(reserveOf(GIB)).toBe(Math.floor(GIB / 20))
  expect(reserveOf(1000 * GIB)).toBe(GIB)
})
