import { expect, test } from 'vitest'
import { restingLayers } from './resting-layers.ts'

test('control hears what those keep that shall not run, and of no other', () => {
  const used = new Map([
    ['con_stopped', 70],
    ['con_running', 80],
    ['con_gone', 90],
  ])
  const specs = [
    { id: 'con_stopped', desired: 'stopped' },
    { id: 'con_empty', desired: 'stopped' },
    { id: 'con_running', desired: 'running' },
    { id: 'con_paused', desired: 'paused' },
  ] as const
  expect(restingLayers(used, specs)).toEqual([
    { id: 'con_stopped', usedBytes: 70 },
    { id: 'con_empty', usedBytes: 0 },
  ])
})
