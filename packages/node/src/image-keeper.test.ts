import { expect, test } from 'vitest'
import { createImageKeeper } from './image-keeper.ts'
import { seconds } from './spec.fixture.ts'

test('an image stays while it is used, and a day after', () => {
  const keeper = createImageKeeper()
  const local = ['used', 'old']
  expect(keeper.keep(new Set(['used']), local, seconds(0))).toEqual(new Set(local))
  expect(keeper.keep(new Set(['used']), local, seconds(3600))).toEqual(new Set(local))
  expect(keeper.keep(new Set(['used']), local, seconds(25 * 3600))).toEqual(new Set(['used']))
})
