import { expect, test } from 'vitest'
import { notMade } from './volume-errors.ts'

test('what a volume that its node has not told of says', () => {
  expect(notMade({ name: 'data', appId: null })).toMatchObject({
    ...{ code: 'volume.busy', message: 'volume data holds nothing yet: no app has used it' },
  })
  expect(notMade({ name: 'data', appId: 'app_a' }).message).toMatch(/try again in a moment$/)
})
