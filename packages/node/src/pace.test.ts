import { expect, test } from 'vitest'
import { createPace } from './pace.ts'

test('each key is due once in its time', () => {
  let now = 0
  const pace = createPace(1000, () => now)
  expect([pace.isDue('a'), pace.isDue('b'), pace.isDue('a')]).toEqual([true, true, false])
  now = 999
  expect(pace.isDue('a')).toBe(false)
  now = 1000
  expect(pace.isDue('a')).toBe(true)
})
