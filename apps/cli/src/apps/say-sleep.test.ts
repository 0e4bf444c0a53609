import { expect, test } from 'vitest'
import { saySleep } from './say-sleep.ts'

const now = new Date('2026-03-01T12:00:00Z')
const ago = (minutes: number) => new Date(now.getTime() - minutes * 60_000)

test('an app that is awake says when it falls asleep', () => {
  expect(saySleep({ asleepSince: null, sleepAfter: null }, now)).toBe('never')
  expect(saySleep({ asleepSince: null, sleepAfter: 1800 }, now)).toBe('after 30 minutes without a request')
})

test('one that sleeps says since when, what wakes it, and whether it falls asleep again', () => {
  expect(saySleep({ asleepSince: now, sleepAfter: null }, now)).toBe(
    'asleep since just now, until its next request; by itself it does not fall asleep',
  )
  expect(saySleep({ asleepSince: ago(5), sleepAfter: 1800 }, now)).toBe(
    'asleep since 5m ago, until its next request; then after 30 minutes without a request',
  )
})
