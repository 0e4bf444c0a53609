import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createIdPool } from './id-pool.ts'

let dir: string
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'ids-'))
})
afterEach(() => rm(dir, { recursive: true }))

test('no two owners get the same range, also not of two platforms that ask at once', async () => {
  const pools = ['one', 'two'].map((instance) => createIdPool({ dir, instance }))
  const owners = Array.from({ length: 10 }, (_, i) => `app${i}`)
  const ranges = await Promise.all(pools.flatMap((pool) => owners.map((owner) => pool.claim(owner))))
  expect(new Set(ranges.map(({ start }) => start)).size).toBe(20)
  expect(Math.min(...ranges.map(({ start }) => start))).toBe(2 ** 30)
})

test('an owner keeps its range until it is released', async () => {
  const pool = createIdPool({ dir, instance: 'one' })
  const range = await pool.claim('app')
  expect(await createIdPool({ dir, instance: 'one' }).claim('app')).toEqual(range)
  await pool.claim('other')
  await pool.release('app')
  expect(await pool.claim('third')).toEqual(range)
})

test('sweeping gives back what is not kept, and nothing of another platform', async () => {
  const one = createIdPool({ dir, instance: 'one' })
  const two = createIdPool({ dir, instance: 'two' })
  const kept = await one.claim('kept')
  const lost = await one.claim('lost')
  const theirs = await two.claim('app')
  await one.sweep(new Set(['kept']))
  expect(await one.claim('kept')).toEqual(kept)
  expect(await two.claim('app')).toEqual(theirs)
  expect(await two.claim('next')).toEqual(lost)
})

test('two starts of one app at once get one range', async () => {
  const pool = createIdPool({ dir, instance: 'one' })
  const [first, second] = await Promise.all([pool.claim('app'), pool.claim('app')])
  expect(second).toEqual(first)
  expect(await readdir(dir)).toHaveLength(1)
})

test('a range that somebody else has taken meanwhile is not believed to be ours', async () => {
  const one = createIdPool({ dir, instance: 'one' })
  const { start } = await one.claim('app')
  await rm(join(dir, String(start)))
  const theirs = await createIdPool({ dir, instance: 'two' }).claim('app')
  expect(theirs.start).toBe(start)
  expect(await one.claim('app')).not.toEqual(theirs)
})
