import { DEFAULT_LIMITS } from '@berth/core/limits.ts'
import { expect, test } from 'vitest'
import { bytesText, limitsText, readLimits } from './limits-form.ts'

test('limits survive being written and read', () => {
  expect(readLimits(limitsText(DEFAULT_LIMITS))).toEqual({ limits: DEFAULT_LIMITS })
})

test('what cannot be read, is too little or not whole is named', () => {
  expect(readLimits({ cpu: '', memory: '1K', pids: '1.5', disk: 'much' })).toEqual({
    bad: ['cpu', 'memory', 'disk', 'pids'],
  })
})

test('sizes are written as the command line takes them', () => {
  expect([2 * 1024 ** 3, 64 * 1024 ** 2, 1000].map(bytesText)).toEqual(['2G', '64M', '1000'])
})
