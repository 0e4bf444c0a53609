import { expect, test } from 'vitest'
import { readKeeps } from './retention-draft.ts'

const nothing = { keepLast: '', keepPushedDays: '', keepPulledDays: ' ', untaggedDays: '' }

test('an empty field does not count, and one must be filled', () => {
  expect(readKeeps(nothing)).toBeUndefined()
  expect(readKeeps({ ...nothing, keepLast: '10' })).toEqual({
    keepLast: 10,
    keepPushedDays: null,
    keepPulledDays: null,
    untaggedDays: null,
  })
})

test.each(['0', '-1', '1.5', 'x'])('%s is no count', (text) => {
  expect(readKeeps({ ...nothing, keepLast: '3', untaggedDays: text })).toBeUndefined()
})
