import { expect, test } from 'vitest'
import { hookState } from './hook-state.ts'

test('with a pid between its two pieces, the state is whole', () => {
  const { before, after } = hookState({
    ociVersion: '1.2.0',
    id: 'c1',
    bundle: '/b',
    rootfs: '/b/rootfs',
    annotations: { 'a"b': '}' },
    created: '2026-01-01T00:00:00.000Z',
    owner: 'root',
    cgroup: '/c1',
    process: null,
    complete: false,
    startable: true,
    hooks: { poststart: [], poststop: [] },
  })
  expect(JSON.parse(`${before}1${after}`)).toMatchObject({
    id: 'c1',
    pid: 1,
    status: 'created',
    bundle: '/b',
    annotations: { 'a"b': '}' },
  })
})
