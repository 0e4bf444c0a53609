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

test('who leaves the line is told why and never runs, and the others keep their places', async () => {
  const slots = createSlots(1)
  const { promise: held, resolve: release } = Promise.withResolvers<void>()
  const ran: string[] = []
  const job = (name: string) => async () => void ran.push(name)
  const first = slots.run(() => held)
  const leaving = new AbortController()
  const second = slots.run(job('second'), leaving.signal)
  const third = slots.run(job('third'), new AbortController().signal)
  leaving.abort(new Error('it took too long'))
  await expect(second).rejects.toThrow('it took too long')
  release()
  await Promise.all([first, third])
  await slots.run(job('fourth'))
  expect(ran).toEqual(['third', 'fourth'])
})

test('who runs already does not mind leaving a line', async () => {
  const slots = createSlots(1)
  const leaving = new AbortController()
  const running = slots.run(async () => {
    leaving.abort(new Error('late'))
    return 'done'
  }, leaving.signal)
  expect(await running).toBe('done')
})
