import { expect, test } from 'vitest'
import { describeKeeps } from './describe-keeps.ts'

const nothing = { keepLast: null, keepPushedDays: null, keepPulledDays: null, untaggedDays: null }

test('a rule is said in words', () => {
  expect(describeKeeps({ ...nothing, keepLast: 10, keepPushedDays: 30 })).toBe(
    'keeps the last 10, what was pushed in 30 days',
  )
  expect(describeKeeps({ ...nothing, untaggedDays: 7 })).toBe('untagged go after 7 days')
  expect(describeKeeps({ ...nothing, keepPulledDays: 5, untaggedDays: 7 })).toBe(
    'keeps what was pulled in 5 days; untagged go after 7 days',
  )
})
