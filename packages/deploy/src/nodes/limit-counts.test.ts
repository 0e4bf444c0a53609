import { expect, test } from 'vitest'
import { countOf, isWorthTelling } from './limit-counts.ts'

const startedAt = new Date('2026-01-01T00:00:00.000Z')
const row = { startedAt, oomKills: 3 }
const running = { state: 'running', startedAt: startedAt.toISOString() } as const

test('an agent that has not counted yet does not take back what is known of the run', () => {
  expect(countOf('oomKills', row, running)).toBe(3)
  expect(countOf('oomKills', row, { ...running, oomKills: 5 })).toBe(5)
})

test('another run begins at none', () => {
  expect(countOf('oomKills', row, { ...running, startedAt: '2026-01-01T00:00:01.000Z' })).toBe(0)
})

test('the first kill is told, and then each doubling', () => {
  const told: number[] = []
  for (let kills = 1; kills <= 1000; kills++) if (isWorthTelling(kills - 1, kills)) told.push(kills)
  expect(told).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 512])
  expect(isWorthTelling(3, 3)).toBe(false)
  expect(isWorthTelling(3, 0)).toBe(false)
})
