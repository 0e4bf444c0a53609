import { setImmediate as moment } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { joinRuns } from './join-runs.ts'

/** A program that says what it was told, and refuses all of a text with `bad` in it. */
function program() {
  const told: string[] = []
  const run = joinRuns(async (text) => {
    told.push(text)
    await moment()
    if (text.includes('bad')) throw new Error(`refused: ${text}`)
  })
  return { told, run }
}

test('what comes while one runs goes as one, in its order', async () => {
  const { told, run } = program()
  await Promise.all(['a', 'b', 'c'].map(run))
  expect(told).toEqual(['a', 'b\nc'])
  await run('d')
  expect(told.at(-1)).toBe('d')
})

test('of those that went as one only what is wrong is refused', async () => {
  const { told, run } = program()
  const ends = await Promise.allSettled(['a', 'b', 'bad', 'c'].map(run))
  expect(ends.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled'])
  expect(ends[2]).toMatchObject({ reason: new Error('refused: bad') })
  expect(told).toEqual(['a', 'b\nbad\nc', 'b', 'bad', 'c'])
})

test('a refusal alone is told as it is, and the next runs', async () => {
  const { told, run } = program()
  await expect(run('bad')).rejects.toThrow('refused: bad')
  await run('a')
  expect(told).toEqual(['bad', 'a'])
})

test('a thousand at once go in a few', async () => {
  const { told, run } = program()
  await Promise.all(Array.from({ length: 1_000 }, (_, at) => run(String(at))))
  expect(told.length).toBeLessThan(20)
  expect(told.join('\n').split('\n')).toHaveLength(1_000)
})
