import { expect, test } from 'vitest'
import { createStatsTurns } from './stats-turns.ts'

const numbers = (count: number) => Array.from({ length: count }, (_, i) => i)

test('of few, each has its turn each time', () => {
  const next = createStatsTurns<number>((one) => one % 2 === 0)
  expect(next(numbers(9)).toSorted((a, b) => a - b)).toEqual(numbers(9))
})

test('of a thousand that rest a hundred have their turn, and nobody is left out; who works is not held up', () => {
  const next = createStatsTurns<number>((one) => one !== 500)
  const seen = new Set<number>()
  for (let turn = 0; turn < 10; turn++) {
    const chosen = next(numbers(1000))
    expect(chosen).toHaveLength(101)
    expect(chosen).toContain(500)
    for (const one of chosen) seen.add(one)
  }
  expect(seen.size).toBe(1000)
})
