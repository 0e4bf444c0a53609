import { expect, test } from 'vitest'
import { createTurns } from './turns.ts'

test('of one container no more than a few are under way, and those beyond are refused', async () => {
  const turns = createTurns({ atOnce: 8, each: 2 })
  const { promise: end, resolve } = Promise.withResolvers<void>()
  const two = [turns.run('a', () => end), turns.run('a', () => end)]
  await expect(turns.run('a', () => end)).rejects.toMatchObject({ code: 'container.busy' })
  expect(await turns.run('b', async () => 'another')).toBe('another')
  resolve()
  await Promise.all(two)
  expect(await turns.run('a', async () => 'again')).toBe('again')
})

test('a turn that does not come in its time is given up, never runs, and leaves its container free', async () => {
  const turns = createTurns({ atOnce: 1, each: 1 })
  const { promise: end, resolve } = Promise.withResolvers<void>()
  const holding = turns.run('a', () => end)
  let hasRun = false
  const late = turns.run('b', async () => void (hasRun = true), 10)
  await expect(late).rejects.toMatchObject({ code: 'container.busy' })
  const patient = turns.run('b', async () => 'in the end', 600_000)
  resolve()
  await holding
  expect(await patient).toBe('in the end')
  expect(hasRun).toBe(false)
})
