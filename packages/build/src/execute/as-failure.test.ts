import { BerthError } from '@berth/core'
import { expect, test } from 'vitest'
import { asFailure } from './as-failure.ts'
import { BuildFailed } from './build-failed.ts'

test('a build that was told to end while it asked for something was canceled, and did not fail', () => {
  const thrown = new BerthError('build.ended', 'build bld_a is not wanted any more')
  expect(asFailure(thrown)).toMatchObject({ kind: 'canceled' })
})

test('a failure is told as it is, and what nobody expected is the fault of the platform', () => {
  const failure = { kind: 'step', message: 'the command ended with code 7' } as const
  expect(asFailure(new BuildFailed(failure))).toBe(failure)
  expect(asFailure(new Error('odd'))).toMatchObject({ kind: 'platform' })
})
