import { BerthError } from '@berth/core'
import { expect, test } from 'vitest'
import { afterFailure } from './after-failure.ts'

const now = new Date(0)
const unreachable = new BerthError('backup.unreachable', 'the bucket does not answer')

test('what may pass is tried three times, later each time', () => {
  expect(afterFailure(unreachable, 1, now)).toMatchObject({ kind: 'again', notBefore: new Date(10_000) })
  expect(afterFailure(unreachable, 2, now)).toMatchObject({ kind: 'again', notBefore: new Date(30_000) })
  expect(afterFailure(unreachable, 3, now)).toEqual({ kind: 'failed', reason: 'the bucket does not answer' })
})

test.each(['backup.refused', 'backup.full', 'backup.damaged', 'volume.lost', 'quota.exceeded'] as const)(
  '%s fails at once, and says why',
  (code) => {
    expect(afterFailure(new BerthError(code, 'why'), 1, now)).toEqual({ kind: 'failed', reason: 'why' })
  },
)

test('what our own fault says is not told', () => {
  const fault = new BerthError('internal.unexpected', 'at /var/lib/x')
  expect(afterFailure(fault, 3, now)).toEqual({ kind: 'failed', reason: 'the platform could not do it' })
})
