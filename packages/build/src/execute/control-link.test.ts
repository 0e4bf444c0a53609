import { expect, test } from 'vitest'
import { createControlLink } from './control-link.ts'
import type { Desk } from './desk.ts'

const desk: Desk = { call: async () => ({ builds: [] }) as never }

test('what is said while control is away is refused, and who waits goes on when it is back', async () => {
  const link = createControlLink()
  const first = new AbortController()
  link.use(desk, first.signal)
  await link.back(new AbortController().signal)
  first.abort()
  expect([link.isThere(), link.losses()]).toEqual([false, 1])
  expect(() => link.call('build.specs', {})).toThrow('control is not connected')
  const waits = link.back(new AbortController().signal)
  link.use(desk, new AbortController().signal)
  await waits
  expect(await link.call('build.specs', {})).toEqual({ builds: [] })
})

test('a stream that ends after another one took its place takes nothing away', () => {
  const link = createControlLink()
  const first = new AbortController()
  link.use(desk, first.signal)
  link.use(desk, new AbortController().signal)
  first.abort()
  expect(link.isThere()).toBe(true)
})

test('who waits for control ends with what aborts the wait', async () => {
  const stop = new AbortController()
  const waits = createControlLink().back(stop.signal)
  stop.abort(new Error('canceled'))
  await expect(waits).rejects.toThrow('canceled')
})
