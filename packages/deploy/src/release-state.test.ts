import { expect, test } from 'vitest'
import { judgeReleases } from './release-state.ts'

const release = (number: number, state: string, change: { reason?: string; isCurrent?: boolean } = {}) => ({
  number,
  isCurrent: change.isCurrent ?? false,
  deploy: { state, reason: change.reason ?? null },
})

test('each release says what became of it', () => {
  const judged = judgeReleases([
    release(6, 'running'),
    release(5, 'failed', { reason: 'it exited with code 1' }),
    release(4, 'succeeded', { isCurrent: true }),
    release(3, 'superseded', { reason: 'superseded by release 4' }),
    release(2, 'succeeded'),
    release(1, 'succeeded'),
  ])
  expect(judged).toEqual([
    { state: 'deploying', reason: null, worked: false },
    { state: 'failed', reason: 'it exited with code 1', worked: false },
    { state: 'live', reason: null, worked: true },
    { state: 'superseded', reason: 'superseded by release 4', worked: false },
    { state: 'superseded', reason: 'replaced by release 4', worked: true },
    { state: 'superseded', reason: 'replaced by release 2', worked: true },
  ])
})
