import { expect, test } from 'vitest'
import { someAtOnce } from './some-at-once.ts'

test('three are under way at once, and each is done', async () => {
  const done: number[] = []
  let running = 0
  let most = 0
  await someAtOnce([1, 2, 3, 4, 5, 6, 7], async (item) => {
    running += 1
    most = Math.max(most, running)
    await Promise.resolve()
    running -= 1
    done.push(item)
  })
  expect(done).toEqual([1, 2, 3, 4, 5, 6, 7])
  expect(most).toBe(3)
})

test('the first error ends it: nothing more is begun', async () => {
  const begun: number[] = []
  const work = async (item: number) => {
    begun.push(item)
    await Promise.resolve()
    if (item === 2) throw new Error('the node is away')
  }
  await expect(someAtOnce([1, 2, 3, 4, 5, 6, 7, 8, 9], work)).rejects.toThrow('the node is away')
  const soFar = begun.length
  await new Promise((resolve) => setTimeout(resolve, 10))
  expect(begun).toHaveLength(soFar)
  expect(begun).not.toContain(9)
})
