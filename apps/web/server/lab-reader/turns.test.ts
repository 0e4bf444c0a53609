import { expect, test } from 'vitest'
import { createTurns } from './turns.ts'

test('tenants come in turn, however many one has that wait, and too many are refused', async () => {
  const turns = createTurns()
  const done: string[] = []
  const gate = Promise.withResolvers<void>()
  const first = turns.take('a', () => gate.promise)
  const one = (tenant: string) => turns.take(tenant, async () => void done.push(tenant))
  const greedy = ['a', 'a', 'a', 'a'].map((tenant) => one(tenant))
  const other = one('b')
  await expect(one('a')).rejects.toMatchObject({ code: 'lab.reading_too_much' })
  gate.resolve()
  await Promise.all([first, ...greedy, other])
  expect(done).toEqual(['a', 'b', 'a', 'a', 'a'])
})

test('what fails is told to who asked, and the next goes on', async () => {
  const turns = createTurns()
  const failed = turns.take('a', () => Promise.reject(new Error('no')))
  await expect(failed).rejects.toThrow('no')
  expect(await turns.take('a', async () => 1)).toBe(1)
})
