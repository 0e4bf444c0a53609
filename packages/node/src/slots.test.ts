import { expect, test } from 'vitest'
import { createSlots } from './slots.ts'

test('no more than so many run at once, and all of them run', async () => {
  const slots = createSlots(2)
  let running = 0
  let most = 0
  const jobs = Array.from({ length: 7 }, (_, i) =>
    slots.run(async () => {
      running++
      most = Math.max(most, running)
      await new Promise((resolve) => setImmediate(resolve))
      running--
      if (i === 3) throw new Error('one of them fails')
      return i
    }),
  )
  const results = await Promise.allSettled(jobs)
  expect(most).toBe(2)
  expect(results.map(({ status }) => status).filter((status) => status === 'fulfilled')).toHaveLength(6)
})
