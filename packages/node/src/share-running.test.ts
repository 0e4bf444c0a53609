import { expect, test } from 'vitest'
import { shareRunning } from './share-running.ts'

test('many who ask at once cause one look, and who asks later another', async () => {
  const looked: string[] = []
  const look = shareRunning(async (key) => looked.push(key))
  expect(await Promise.all([look('a'), look('a'), look('b'), look('a')])).toEqual([1, 1, 2, 1])
  expect(await look('a')).toBe(3)
  expect(looked).toEqual(['a', 'b', 'a'])
})

test('a look that failed is not remembered', async () => {
  let count = 0
  const look = shareRunning(async () => {
    if (count++ === 0) throw new Error('once')
    return count
  })
  await expect(look('a')).rejects.toThrow('once')
  expect(await look('a')).toBe(2)
})
