import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { createGate } from './gate.ts'

test('no more than the width run at once, and all of them run, also after a failure', async () => {
  const gate = createGate(2)
  let running = 0
  let most = 0
  const work = async (fails: boolean) => {
    most = Math.max(most, ++running)
    await sleep(2)
    running--
    if (fails) throw new Error('failed')
    return 'done'
  }
  const results = await Promise.allSettled(
    [false, true, false, false, true, false].map((fails) => gate(() => work(fails))),
  )
  expect(most).toBe(2)
  expect(results.map((result) => result.status)).toEqual([
    'fulfilled',
    'rejected',
    'fulfilled',
    'fulfilled',
    'rejected',
    'fulfilled',
  ])
})
