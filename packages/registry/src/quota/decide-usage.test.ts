import { expect, test } from 'vitest'
import { grant, isOver, isWarning, quotaExceeded, roomIn } from './decide-usage.ts'

const MIB = 1024 ** 2
const usage = { bytes: 70 * MIB, reserved: 20 * MIB, limit: 100 * MIB }

test('an upload gets what it needs at least, and of what it could use as much as there is', () => {
  expect(grant(usage, { least: 4 * MIB, most: 8 * MIB })).toBe(8 * MIB)
  expect(grant(usage, { least: 4 * MIB, most: 16 * MIB })).toBe(10 * MIB)
  expect(grant(usage, { least: 10 * MIB, most: 10 * MIB })).toBe(10 * MIB)
  expect(grant(usage, { least: 10 * MIB + 1, most: 16 * MIB })).toBeUndefined()
})

test('a tenant whose limit was lowered has no room, and no negative one', () => {
  expect(roomIn({ ...usage, limit: 10 * MIB })).toBe(0)
  expect(isOver({ ...usage, limit: 10 * MIB })).toBe(true)
  expect(isOver({ ...usage, limit: 90 * MIB })).toBe(false)
})

test('the warning looks at what is stored, and comes at 80 %', () => {
  expect(isWarning({ ...usage, bytes: 80 * MIB - 1 })).toBe(false)
  expect(isWarning({ ...usage, bytes: 80 * MIB })).toBe(true)
})

test('a refusal says used, limit, what is missing and what to do', () => {
  expect(quotaExceeded({ id: 't', name: 'acme' }, usage, 30 * MIB).message).toBe(
    'the images of acme may take 100 MiB: 70 MiB are used and uploads under way hold 20 MiB, and this needs 30 MiB more. Delete tags, run "berth images prune", or ask an administrator for more',
  )
})
