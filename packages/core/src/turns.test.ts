import { expect, test } from 'vitest'
import { createTurns } from './turns.ts'

/** Jobs that end when they are told. */
function jobs(turns: ReturnType<typeof createTurns>) {
  const begun: string[] = []
  const ends = new Map<string, () => void>()
  return {
    begun,
    ask: (key: string, name: string) =>
      turns.run(key, async () => {
        begun.push(name)
        await new Promise<void>((end) => ends.set(name, end))
      }),
    end: async (name: string) => {
      ends.get(name)?.()
      await new Promise((resolve) => setImmediate(resolve))
    },
  }
}

test('who waits for their own kind holds nobody else up', async () => {
  const { ask, begun, end } = jobs(createTurns({ all: 3, each: 2 }))
  const all = [ask('a', 'a1'), ask('a', 'a2'), ask('a', 'a3'), ask('b', 'b1'), ask('c', 'c1')]
  await end('none')
  expect(begun).toEqual(['a1', 'a2', 'b1'])
  await end('b1')
  expect(begun).toEqual(['a1', 'a2', 'b1', 'c1'])
  await end('a1')
  expect(begun).toEqual(['a1', 'a2', 'b1', 'c1', 'a3'])
  for (const name of ['a2', 'a3', 'c1']) await end(name)
  await Promise.all(all)
})

test('more of one kind than may wait are refused, and others are not', async () => {
  const { ask, end } = jobs(createTurns({ all: 2, waiting: 1 }))
  const first = ask('a', 'a1')
  const second = ask('a', 'a2')
  await expect(ask('a', 'a3')).rejects.toMatchObject({ code: 'quota.exceeded' })
  const other = ask('b', 'b1')
  for (const name of ['none', 'a1', 'a2', 'b1']) await end(name)
  await Promise.all([first, second, other])
})

test('keys take turns: who comes later with one is not behind all of who came with many', async () => {
  const { ask, begun, end } = jobs(createTurns({ all: 2, each: 2 }))
  const all = ['a1', 'a2', 'a3', 'a4', 'b1', 'c1', 'b2'].map((name) => ask(name.slice(0, 1), name))
  for (const name of ['none', 'a1', 'a2', 'b1', 'c1', 'a3', 'b2', 'a4']) await end(name)
  expect(begun).toEqual(['a1', 'a2', 'b1', 'c1', 'a3', 'b2', 'a4'])
  await Promise.all(all)
})

test('a job that fails makes room for the next', async () => {
  const turns = createTurns({ all: 1 })
  await expect(turns.run('a', () => Promise.reject(new Error('no')))).rejects.toThrow('no')
  expect(await turns.run('a', async () => 'ran')).toBe('ran')
})
