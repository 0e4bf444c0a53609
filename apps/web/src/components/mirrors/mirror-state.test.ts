import { expect, test } from 'vitest'
import { mirrorState } from './mirror-state.ts'

const [early, late] = [new Date(1000), new Date(2000)]

test.each([
  ['off', { enabled: false, okAt: late, failedAt: null }],
  ['new', { enabled: true, okAt: null, failedAt: null }],
  ['ok', { enabled: true, okAt: late, failedAt: early }],
  ['failing', { enabled: true, okAt: early, failedAt: late }],
  ['failing', { enabled: true, okAt: null, failedAt: early }],
])('a mirror is %s', (state, mirror) => {
  expect(mirrorState(mirror)).toBe(state)
})
