import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createCountWatch } from './count-watch.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** A watch of one container, and the counts that were told of it. */
function watching(restMs?: number) {
  const told: number[] = []
  const watch = createCountWatch({
    events: {
      watch: () => ({ ready: Promise.resolve(), close: () => undefined }),
      close: () => undefined,
    },
    groupOf: (id) => id,
    readCount: () => Promise.resolve(0),
    tell: (id) => told.push(watch.count(id)),
    onError: (error) => expect.unreachable(String(error)),
    ...(restMs !== undefined && { restMs }),
  })
  watch.begin('con_a')
  return { watch, told }
}

test('what happens within a second is told as one', () => {
  const { watch, told } = watching()
  for (const count of [1, 2, 3]) watch.saw('con_a', count)
  vi.advanceTimersByTime(1000)
  watch.saw('con_a', 4)
  vi.advanceTimersByTime(1000)
  expect(told).toEqual([3, 4])
})

test('the first is told soon, and then at most one word in each rest, with the count of then', () => {
  const { watch, told } = watching(60_000)
  for (let count = 1; count <= 150; count++) {
    watch.saw('con_a', count)
    vi.advanceTimersByTime(1000)
  }
  expect(told).toEqual([1, 61, 121])
})

test('nothing more is told when nothing more happens, and soon again after a long time', () => {
  const { watch, told } = watching(60_000)
  watch.saw('con_a', 5)
  vi.advanceTimersByTime(600_000)
  watch.saw('con_a', 5)
  watch.saw('con_a', 6)
  vi.advanceTimersByTime(1000)
  expect(told).toEqual([5, 6])
})

test('of a container that has ended nothing is told', () => {
  const { watch, told } = watching()
  watch.saw('con_a', 1)
  watch.end('con_a')
  vi.advanceTimersByTime(10_000)
  expect(told).toEqual([])
})
