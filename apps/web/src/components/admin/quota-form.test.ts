import { DEFAULT_QUOTA } from '@berth/core/limits.ts'
import { expect, test } from 'vitest'
import { quotaText, readQuota } from './quota-form.ts'

test('a quota survives being written and read', () => {
  const quota = { ...DEFAULT_QUOTA, images: 20 * 1024 ** 3 }
  expect(readQuota(quotaText(quota))).toEqual({ quota })
})

test('zero is a quota; nothing, less than nothing and half a container are not', () => {
  expect(
    readQuota({ cpu: '0', memory: '0', containers: '0', pids: '0', disk: '0', images: '0' }),
  ).toHaveProperty('quota')
  expect(
    readQuota({ cpu: '-1', memory: '', containers: '1.5', pids: '0.5', disk: 'x', images: '-' }),
  ).toEqual({
    bad: ['cpu', 'memory', 'containers', 'pids', 'disk', 'images'],
  })
})
