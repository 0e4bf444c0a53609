import type { ImageConfigView, LayerView } from '@berth/protocol'
import { expect, test } from 'vitest'
import { diffConfig } from './diff-config.ts'
import { diffLayers, sumLayers } from './diff-layers.ts'
import { diffPackages } from './diff-packages.ts'

const CONFIG: ImageConfigView = {
  createdAt: null,
  author: null,
  user: null,
  workingDir: '/app',
  entrypoint: [],
  cmd: ['sh'],
  env: ['A=1', 'B=2=3'],
  ports: [],
  volumes: [],
  labels: { kept: 'x' },
  stopSignal: null,
}

const layer = (digest: string | null, bytes = 1): LayerView => ({
  digest,
  bytes,
  mediaType: null,
  instruction: null,
  createdAt: null,
})

test('configs that are the same differ in nothing, whenever they were made', () => {
  expect(diffConfig(CONFIG, { ...CONFIG, createdAt: '2026-01-01T00:00:00Z' })).toEqual([])
})

test('fields, variables and labels are told one by one', () => {
  const to = {
    ...CONFIG,
    cmd: ['sh', '-c', 'x'],
    env: ['B=4', 'C='],
    labels: { kept: 'x', __proto__x: 'y' },
    user: '1000',
  }
  expect(diffConfig(CONFIG, to)).toEqual([
    { field: 'user', key: null, from: null, to: '1000' },
    { field: 'cmd', key: null, from: '["sh"]', to: '["sh","-c","x"]' },
    { field: 'env', key: 'A', from: '1', to: null },
    { field: 'env', key: 'B', from: '2=3', to: '4' },
    { field: 'env', key: 'C', from: null, to: '' },
    { field: 'label', key: '__proto__x', from: null, to: 'y' },
  ])
})

test('what is no image has no config to compare', () => {
  expect(diffConfig(null, null)).toEqual([])
  expect(diffConfig(null, CONFIG).map(({ field }) => field)).toEqual([
    ...['workingDir', 'cmd', 'env', 'env', 'label'],
  ])
})

test('layers are shared, removed where they stood, and added', () => {
  const changes = diffLayers(
    [layer('base', 100), layer(null), layer('old', 5)],
    [layer('base', 100), layer('new', 7), layer('old', 5), layer('new', 7)],
  )
  expect(changes.map(({ digest, state }) => [digest, state])).toEqual([
    ['base', 'shared'],
    ['new', 'added'],
    ['old', 'shared'],
    ['new', 'added'],
  ])
  expect(sumLayers(changes)).toEqual({ shared: 105, added: 14, removed: 0 })
  expect(
    diffLayers([layer('a'), layer('b')], [layer('a'), layer('c')]).map(({ digest, state }) => [
      digest,
      state,
    ]),
  ).toEqual([
    ['a', 'shared'],
    ['b', 'removed'],
    ['c', 'added'],
  ])
})

test('a layer that is there twice and then once was removed once', () => {
  const changes = diffLayers([layer('a'), layer('a')], [layer('a')])
  expect(changes.map(({ state }) => state)).toEqual(['shared', 'removed'])
})

test('packages are added, removed and changed, each by type and name', () => {
  const deb = (name: string, version: string) => ({ type: 'deb', name, version })
  expect(
    diffPackages(
      [deb('openssl', '3.0.11'), deb('gone', '1'), deb('same', '1'), deb('two', '1'), deb('two', '2')],
      [deb('openssl', '3.0.12'), deb('same', '1'), { ...deb('same', '1'), type: 'npm' }, deb('two', '2')],
    ),
  ).toEqual([
    { type: 'deb', name: 'gone', from: '1', to: null },
    { type: 'deb', name: 'openssl', from: '3.0.11', to: '3.0.12' },
    { type: 'npm', name: 'same', from: null, to: '1' },
    { type: 'deb', name: 'two', from: '1, 2', to: '2' },
  ])
})
