import { expect, test } from 'vitest'
import { decideStatus } from './status.ts'

const RUNNING = { alive: true, complete: true, waits: false, frozen: false } as const

test('a container goes from creating over created to running, and can be paused', () => {
  expect(decideStatus({ ...RUNNING, alive: undefined })).toBe('creating')
  expect(decideStatus({ ...RUNNING, complete: false })).toBe('creating')
  expect(decideStatus({ ...RUNNING, waits: true })).toBe('created')
  expect(decideStatus(RUNNING)).toBe('running')
  expect(decideStatus({ ...RUNNING, frozen: true })).toBe('paused')
})

test('without its process it is stopped, whatever else is left of it', () => {
  expect(decideStatus({ alive: false, complete: false, waits: true, frozen: true })).toBe('stopped')
})
