import { expect, test } from 'vitest'
import { parseMounts } from './mounts.ts'

test('a volume is named with its path, and how it is mounted', () => {
  expect(parseMounts(['data:/var/lib/data', 'logs:/logs:ro', 'worker=data:/in:rw'])).toEqual([
    { volume: 'data', path: '/var/lib/data', readOnly: false },
    { volume: 'logs', path: '/logs', readOnly: true },
    { volume: 'data', path: '/in', readOnly: false, process: 'worker' },
  ])
})

test.each(['data', 'data:', 'data:relative', ':/data', '/host:/data', 'data:/a:rx'])(
  '%s is refused',
  (text) => {
    expect(() => parseMounts([text])).toThrow('write it as NAME:/path')
  },
)
