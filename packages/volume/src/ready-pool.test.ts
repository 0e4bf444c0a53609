import { expect, test } from 'vitest'
import { createReadyPool } from './ready-pool.ts'

function counting() {
  let made = 0
  return { make: async () => `made ${++made}`, made: () => made }
}

const fail = (error: unknown) => {
  throw error
}

test('what is ready is given first, and replaced', async () => {
  const { make } = counting()
  const pool = createReadyPool({ size: 2, ready: ['old'], make, onError: fail })
  expect(await pool.take()).toBe('old')
  await pool.idle()
  expect([await pool.take(), await pool.take()].toSorted()).toEqual(['made 1', 'made 2'])
})

test('when nothing is ready, one is made', async () => {
  const { make } = counting()
  const pool = createReadyPool({ size: 0, ready: [], make, onError: fail })
  expect(await pool.take()).toBe('made 1')
})

test('a failure to make ahead is told, and the next take tries again', async () => {
  const failures: unknown[] = []
  let broken = true
  const make = async () => {
    if (broken) throw new Error('no room')
    return 'made'
  }
  const pool = createReadyPool({ size: 1, ready: [], make, onError: (error) => failures.push(error) })
  await pool.idle()
  await expect(pool.take()).rejects.toThrow('no room')
  broken = false
  expect(await pool.take()).toBe('made')
  expect(failures.length).toBeGreaterThan(0)
})
