import { expect, test } from 'vitest'
import { createTurns } from './fetch-turns.ts'

const MOST = { all: 4, tenant: 2, shared: 3, waiting: 2, waitMs: 60_000 }

/** Fetches that run until they are told to end. */
function world(changes: Partial<typeof MOST> = {}) {
  const turns = createTurns({ ...MOST, ...changes })
  const running: string[] = []
  const begin = (tenant: string, name = tenant) => {
    const { promise, resolve } = Promise.withResolvers<void>()
    const done = turns.take(tenant, async () => {
      running.push(name)
      await promise
      running.splice(running.indexOf(name), 1)
    })
    return { end: resolve, done }
  }
  return { running, begin, settle: () => new Promise((resolve) => setImmediate(resolve)) }
}

test('one tenant has two places, and the last ones are for those who have none', async () => {
  const { running, begin, settle } = world()
  begin('a', 'a1')
  begin('a', 'a2')
  begin('a', 'a3')
  begin('b', 'b1')
  begin('b', 'b2')
  await settle()
  expect(running).toEqual(['a1', 'a2', 'b1'])
  begin('c', 'c1')
  await settle()
  expect(running).toEqual(['a1', 'a2', 'b1', 'c1'])
})

test('who waits comes next, in the order in which they came, as far as they may', async () => {
  const { running, begin, settle } = world()
  const first = begin('a', 'a1')
  begin('a', 'a2')
  begin('a', 'a3')
  begin('b', 'b1')
  begin('c', 'c1')
  begin('d', 'd1')
  await settle()
  expect(running).toEqual(['a1', 'a2', 'b1', 'c1'])
  first.end()
  await first.done
  await settle()
  // a third fetch of a came before, and a has a place
  expect(running).toEqual(['a2', 'b1', 'c1', 'd1'])
})

test('nobody waits for ever, nor do many of one tenant', async () => {
  const { begin, running, settle } = world({ all: 1, waitMs: 20 })
  const first = begin('a')
  const outcomes = await Promise.allSettled(['b', 'c', 'c', 'c'].map((tenant) => begin(tenant).done))
  const said = outcomes.map((outcome) => (outcome.status === 'rejected' ? String(outcome.reason) : ''))
  expect(said).toEqual([
    ...Array.from({ length: 3 }, () => expect.stringMatching(/waited for 0.02 s/) as unknown),
    expect.stringMatching(/2 fetches of yours/),
  ])
  first.end()
  await first.done
  begin('d')
  await settle()
  expect(running).toEqual(['d'])
})
