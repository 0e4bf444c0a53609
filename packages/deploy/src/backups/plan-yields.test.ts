import { expect, test } from 'vitest'
import { afterYield, planYields, YIELD } from './plan-yields.ts'

const KIB = 1024
const MINUTE = 60_000
const HOUR = 60 * MINUTE

/** One of each tenant a to d runs for so long, at so many bytes a second. */
const plan = (waiting: string, minutes: number, paces: readonly number[], yielding: readonly string[] = []) =>
  planYields({
    now: minutes * MINUTE,
    held: paces.map((pace, at) => {
      const id = 'abcd'.slice(at, at + 1)
      return { id, begunAt: 0, moved: pace * minutes * 60, isYielding: yielding.includes(id) }
    }),
    running: ['a', 'b', 'c', 'd'],
    waiting: waiting === '' ? [] : waiting.split(' '),
  })

const slow = [64 * KIB, 65 * KIB, 66 * KIB, 67 * KIB]

test('four that are slow give up one place for each tenant that waits, the slowest first', () => {
  expect(plan('e', 10, slow)).toEqual(['a'])
  expect(plan('e e f', 10, slow)).toEqual(['a', 'b'])
  expect(plan('e f g h i', 10, slow)).toEqual(['a', 'b', 'c', 'd'])
})

test('for nobody, and for more of their own, they give up none', () => {
  expect(plan('', 600, slow)).toEqual([])
  expect(plan('a b', 600, slow)).toEqual([])
})

test('who was told already gives up one place only', () => {
  expect(plan('e', 10, slow, ['a'])).toEqual([])
  expect(plan('e f', 10, slow, ['a'])).toEqual(['b'])
})

test('each has its time in peace, and what is fast goes on', () => {
  expect(plan('e f g h', 9, slow)).toEqual([])
  const fast = 10 * KIB ** 2
  expect(plan('e f g h', 60, [fast, 64 * KIB, fast, fast])).toEqual(['b'])
})

test('who holds a place for hours must have been the faster', () => {
  const MIB = KIB ** 2
  expect(plan('e', 40, [MIB + 1])).toEqual([])
  expect(plan('e', 41, [MIB + 1])).toEqual(['a'])
  expect(plan('e', 12 * 60, [17 * MIB])).toEqual(['a'])
  expect(YIELD.sliceMs).toBe(10 * MINUTE)
})

test('it is begun anew later each time', () => {
  expect(afterYield(1, new Date(0)).notBefore).toEqual(new Date(HOUR / 4))
  expect(afterYield(4, new Date(0)).notBefore).toEqual(new Date(2 * HOUR))
})
