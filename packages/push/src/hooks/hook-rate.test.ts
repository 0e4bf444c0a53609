import { expect, test } from 'vitest'
import { createHookRate } from './hook-rate.ts'

test('an app that is called too often waits for the next minute, and others do not', () => {
  let now = 0
  const rate = createHookRate({ now: () => new Date(now) })
  for (let i = 0; i < 60; i += 1) rate.count('app_a')
  expect(() => rate.count('app_a')).toThrow(expect.objectContaining({ code: 'hook.too_many' }))
  expect(() => rate.count('app_b')).not.toThrow()
  now = 60_001
  expect(() => rate.count('app_a')).not.toThrow()
})
