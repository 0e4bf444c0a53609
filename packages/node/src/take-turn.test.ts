import { expect, test } from 'vitest'
import { takeTurn } from './take-turn.ts'

test('a few containers all have their turn each time', () => {
  expect(takeTurn([1, 2, 3], 2, 3)).toEqual({ chosen: [1, 2, 3], next: 0 })
})

test('many containers take turns, and none is left out', () => {
  const all = [1, 2, 3, 4, 5]
  const first = takeTurn(all, 0, 2)
  const second = takeTurn(all, first.next, 2)
  const third = takeTurn(all, second.next, 2)
  expect([first, second, third].map(({ chosen }) => chosen)).toEqual([
    [1, 2],
    [3, 4],
    [5, 1],
  ])
})

test('a turn that begins beyond the end, because some went, begins anew', () => {
  expect(takeTurn([1, 2, 3], 7, 2)).toEqual({ chosen: [2, 3], next: 0 })
})
