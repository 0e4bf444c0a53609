import { DEFAULT_QUOTA } from '@berth/core/limits.ts'
import { expect, test } from 'vitest'
import { askedOf, quotaOf, quotaText, readQuota, SANDBOX_FIELDS } from './quota-form.ts'

test('a quota survives being written and read', () => {
  const shared = {
    count: 200,
    cpu: 100,
    memory: 64 * 1024 ** 3,
    disk: 512 * 1024 ** 3,
    starts: 12,
    resets: 8,
  }
  const images = 20 * 1024 ** 3
  const quota = quotaOf({ quota: DEFAULT_QUOTA, images: { quota: images, used: 0 }, sandboxes: shared })
  expect(readQuota(quotaText(quota))).toEqual({ quota })
  expect(askedOf(quota)).toEqual({ ...DEFAULT_QUOTA, images, sandboxes: shared })
})

test('zero is a quota; nothing, less than nothing and half a container are not', () => {
  expect(
    readQuota({ cpu: '0', memory: '0', containers: '0', pids: '0', disk: '0', images: '0', ...all('0') }),
  ).toHaveProperty('quota')
  expect(
    readQuota({ cpu: '-1', memory: '', containers: '1.5', pids: '0.5', disk: 'x', images: '-', ...all('x') }),
  ).toEqual({
    bad: ['cpu', 'memory', 'containers', 'pids', 'disk', 'images', ...SANDBOX_FIELDS],
  })
})

function all(text: string) {
  const [sandboxes, sandboxCpu, sandboxMemory, sandboxDisk] = [text, text, text, text]
  return { sandboxes, sandboxCpu, sandboxMemory, sandboxDisk, sandboxStarts: text, sandboxResets: text }
}
