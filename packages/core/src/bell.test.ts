import { expect, test } from 'vitest'
import { createBell } from './bell.ts'

const LONG = 3_600_000

test('who waits is woken, and what rang before ends the next wait', async () => {
  const bell = createBell()
  const waited = bell.wait(LONG)
  bell.ring()
  await waited
  bell.ring()
  bell.ring()
  await bell.wait(LONG)
  const again: string[] = []
  const third = bell.wait(LONG).then(() => again.push('woken'))
  expect(again).toEqual([])
  bell.ring()
  await third
})

test('nobody waits for ever', async () => {
  await createBell().wait(1)
})
