import { setImmediate } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { batched } from './batched.ts'

function watched() {
  const asked: (readonly number[])[] = []
  const answers: (() => void)[] = []
  const find = batched(async (keys: readonly number[]) => {
    asked.push(keys)
    await new Promise<void>((resolve) => answers.push(resolve))
    return keys.map((key) => (key === 0 ? undefined : key * 10))
  })
  return { asked, answers, find }
}

test('who asks at once is answered by one question, each with their own', async () => {
  const { asked, answers, find } = watched()
  const all = Promise.all([find(1), find(0), find(2)])
  await setImmediate()
  answers[0]?.()
  expect(await all).toEqual([10, undefined, 20])
  expect(asked).toEqual([[1, 0, 2]])
})

test('who comes while a question is on its way is not given its answer', async () => {
  const { asked, answers, find } = watched()
  const first = find(1)
  await setImmediate()
  const [second, third] = [find(1), find(3)]
  answers[0]?.()
  expect(await first).toBe(10)
  await setImmediate()
  answers[1]?.()
  expect(await Promise.all([second, third])).toEqual([10, 30])
  expect(asked).toEqual([[1], [1, 3]])
})

test('a question that fails fails for those who asked it, and the next is asked', async () => {
  let fails = true
  const find = batched(async (keys: readonly number[]) => {
    if (fails) throw new Error('the database is gone')
    return keys
  })
  await expect(Promise.all([find(1), find(2)])).rejects.toThrow('the database is gone')
  fails = false
  expect(await find(3)).toBe(3)
})

test('many are asked for in several questions', async () => {
  const sizes: number[] = []
  const find = batched(async (keys: readonly number[]) => {
    sizes.push(keys.length)
    return keys
  })
  await Promise.all(Array.from({ length: 300 }, (_, i) => find(i)))
  expect(sizes).toEqual([128, 128, 44])
})
